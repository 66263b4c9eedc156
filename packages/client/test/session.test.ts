import { afterEach, expect, test, vi } from "vitest"
import { until, testEnvironment } from "./environment.js"
import { MemoryAdapter } from "./memory-adapter.js"
import { OneProcessLocks } from "./one-process-locks.js"

const env = testEnvironment()

afterEach(() => vi.unstubAllGlobals())

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
