import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { encodeArgs } from "../src/encoded-args.js"
import { testEnvironment, until } from "./environment.js"
import { MemoryAdapter } from "./memory-adapter.js"
import type { Peer } from "./scripted-server.js"

const env = testEnvironment()

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"] }))
afterEach(() => void vi.useRealTimers())

/** Serves sockets until the test ends; each is cut when it brings the function, before anything is answered. */
function serveAllBut(fn: string) {
  const server = { cuts: 0, applied: 0 }
  const serve = async (peer: Peer) => {
    await peer.greet({ known: true, applied: server.applied })
    for (;;) {
      const frames = [await peer.next()]
      // What a client sends in one go has arrived when the first of it is looked at.
      await new Promise((resolve) => setTimeout(resolve, 5))
      while (peer.waiting > 0) frames.push(await peer.next())
      if (frames.some((frame) => frame["fn"] === fn)) break
      for (const { id, seq } of frames) {
        server.applied = seq as number
        peer.send({ type: "mutationResult", id, result: id, ts: 100 })
      }
    }
    server.cuts++
    peer.drop()
  }
  void (async () => {
    for (;;) void serve(await env.server.accept())
  })()
  return server
}

const GIVEN_UP = { code: "unavailable", data: { mayHaveBeenApplied: true } }
const aMinuteLater = () => vi.setSystemTime(Date.now() + 60_000)
const patient = { backoff: { baseMs: 1, maxAttempts: 1e9, maxMs: 5 } }

test("a mutation at which each connection ends is given up, and those around it run", async () => {
  const server = serveAllBut("too:big")
  const persistence = new MemoryAdapter()
  const client = env.connect({ persistence, ...patient })
  await client.init()
  const before = client.mutation("a:before")
  const outcome = client.mutation("too:big")
  const after = client.mutation("a:after")
  await until(() => server.cuts === 1)
  aMinuteLater()
  await expect(outcome).rejects.toMatchObject(GIVEN_UP)
  expect(await Promise.all([before, after])).toEqual(["m1", "m3"])
  // Twice with the one before it, and eight times as the first one.
  expect(server.cuts).toBe(10)
  await until(() => persistence.pending.length === 0)
})

test("connections that ended at a mutation on earlier visits count", async () => {
  const server = serveAllBut("too:big")
  const persistence = new MemoryAdapter()
  const first = env.connect({ persistence, ...patient })
  await first.init()
  first.mutation("too:big").catch(() => undefined)
  await until(() => JSON.stringify([...persistence.entries]).includes('"drops":5'))
  first.close()
  aMinuteLater()
  const { cuts } = server
  const failures: unknown[] = []
  const onReplayFailure = (failure: unknown) => failures.push(failure)
  const next = env.connect({ persistence, onReplayFailure, ...patient })
  await next.init()
  await until(() => failures.length === 1)
  expect(failures).toMatchObject([{ fn: "too:big", error: GIVEN_UP }])
  expect(server.cuts - cuts).toBeLessThanOrEqual(3)
})

test("a mutation whose time has not passed is sent again however many connections end", async () => {
  const server = serveAllBut("a:slow")
  const client = env.connect({ persistence: new MemoryAdapter(), ...patient })
  await client.init()
  let isSettled = false
  const settled = () => (isSettled = true)
  client.mutation("a:slow").then(settled, settled)
  await until(() => server.cuts > 12)
  expect(isSettled).toBe(false)
})

test("arguments that no server can receive in one message are refused at once, and nothing is sent", async () => {
  const { client, peer } = await env.connected()
  // In UTF-8 twice as many bytes.
  const args = { text: "é".repeat(2 ** 24) }
  const tooLarge = { code: "too_large", message: expect.stringContaining("33554443 bytes") as string }
  await expect(client.mutation("a:a", args)).rejects.toMatchObject(tooLarge)
  await expect(client.action("a:a", args)).rejects.toMatchObject(tooLarge)
  expect(() => client.subscribe("a:a", args)).toThrow(expect.objectContaining(tooLarge))
  expect(encodeArgs("a:a", { text: "x".repeat(2 ** 25 - 2 ** 13) })).toBeDefined()
  void client.mutation("a:b").catch(() => undefined)
  expect(await peer.next()).toMatchObject({ fn: "a:b", seq: 1 })
})
