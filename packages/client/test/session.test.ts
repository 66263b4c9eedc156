import { afterEach, expect, test, vi } from "vitest"
import type { ZerobackClient } from "../src/index.js"
import { until, testEnvironment } from "./environment.js"
import { MemoryAdapter } from "./memory-adapter.js"
import { OneProcessLocks } from "./one-process-locks.js"
import type { Peer } from "./scripted-server.js"

const env = testEnvironment()

afterEach(() => vi.unstubAllGlobals())

/** Resolves when all that was said before has been heard: the client has said nothing else. */
async function nothingElse(client: ZerobackClient, peer: Peer): Promise<void> {
  const outcome = client.action("barrier:a")
  const { id, type } = await peer.next()
  expect(type).toBe("action")
  peer.send({ type: "actionResult", id })
  await outcome
  expect(peer.waiting).toBe(0)
}

test("what a page left is answered before the next session opens, and nothing is sent before that one is open", async () => {
  vi.stubGlobal("navigator", { locks: new OneProcessLocks() })
  const persistence = new MemoryAdapter()
  const dead = env.connect({ persistence })
  dead.mutation("tasks:create", { n: 1 }).catch(() => undefined)
  await until(() => persistence.pending.length === 1)
  dead.close()

  const client = env.connect({ persistence })
  const outcomes = [client.mutation("tasks:create", { n: 2 })]
  await client.init()
  const peer = await env.server.accept()
  const { session } = await peer.greet()
  const left = await peer.next()
  expect(left).toMatchObject({ args: { n: 1 }, seq: 1 })
  await nothingElse(client, peer)
  peer.send({ type: "mutationResult", id: left["id"] as string, ts: 100 })
  const hello = await peer.next()
  expect(hello["session"]).not.toBe(session)
  outcomes.push(client.mutation("tasks:create", { n: 3 }))
  await nothingElse(client, peer)
  peer.send({ ...hello, known: false, applied: 0, ts: 100 })
  for (const seq of [1, 2]) {
    const mutation = await peer.next()
    expect(mutation).toMatchObject({ args: { n: seq + 1 }, seq })
    peer.send({ type: "mutationResult", id: mutation["id"] as string, ts: 100 })
  }
  await Promise.all(outcomes)
})

test("a mutation that fails lets the next one go, as one that succeeds does", async () => {
  const { client, peer } = await env.connected()
  const outcomes = Array.from({ length: 17 }, (_, n) => client.mutation("tasks:create", { n }))
  for (const outcome of outcomes) outcome.catch(() => undefined)
  for (let seq = 1; seq <= 16; seq++) expect(await peer.next()).toMatchObject({ seq })
  peer.send({ type: "error", id: "m1", code: "app_error", message: "Out of stock" })
  expect(await peer.next()).toMatchObject({ seq: 17 })
})

test("what a page left unsent is numbered after what the session of that page has applied", async () => {
  vi.stubGlobal("navigator", { locks: new OneProcessLocks() })
  const persistence = new MemoryAdapter()
  const first = env.connect({ persistence })
  await first.init()
  const peer = await env.server.accept()
  const { session } = await peer.greet()
  const applied = first.mutation("tasks:create", { n: 1 })
  await peer.next()
  peer.send({ type: "mutationResult", id: "m1", ts: 100 })
  await applied
  peer.drop()
  // Connects again to a server that says nothing.
  await env.server.accept()
  first.mutation("tasks:create", { n: 2 }).catch(() => undefined)
  await until(() => persistence.pending.length === 1)
  first.close()

  await env.connect({ persistence }).init()
  const next = await env.server.accept()
  const hello = await next.greet({ known: true, applied: 1 })
  expect(hello).toMatchObject({ session })
  expect(await next.next()).toMatchObject({ type: "mutation", args: { n: 2 }, seq: 2, ack: 1 })
})

test("what was sent in a session that the server has assigned is sent again while nothing was applied in it", async () => {
  const { client, peer } = await env.connected()
  const applied = client.mutation("tasks:create", { n: 1 })
  await peer.next()
  peer.send({ type: "mutationResult", id: "m1", ts: 100 })
  await applied
  peer.drop()
  const assigned = { session: "f".repeat(32), known: false, applied: 0 }
  const second = await env.server.accept()
  await second.greet(assigned)
  const outcome = client.mutation("tasks:create", { n: 2 })
  const sent = await second.next()
  expect(sent).toMatchObject({ args: { n: 2 }, seq: 1 })
  second.drop()
  const third = await env.server.accept()
  await third.greet(assigned)
  expect(await third.next()).toEqual(sent)
  third.send({ type: "mutationResult", id: "m2", result: "done", ts: 100 })
  expect(await outcome).toBe("done")
})

test("a server that has gone back to the base protocol is not sent what may have been applied", async () => {
  const { client, peer } = await env.connected()
  const sent = client.mutation("tasks:create", { n: 1 })
  const rejected = expect(sent).rejects.toMatchObject({ code: "session_expired", data: { mayHaveBeenApplied: true } })
  await peer.next()
  peer.drop()
  const older = await env.server.accept()
  await older.refuseHello()
  await rejected
  client.mutation("tasks:create", { n: 2 }).catch(() => undefined)
  expect(await older.next()).toEqual({ type: "mutation", id: "m2", fn: "tasks:create", args: { n: 2 } })
})
