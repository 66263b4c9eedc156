import { afterEach, expect, test, vi } from "vitest"
import { testEnvironment, until } from "./environment.js"
import type { Peer } from "./scripted-server.js"

const env = testEnvironment()

afterEach(() => void vi.useRealTimers())

/** A client that watches a query, and its socket. */
async function watching(): Promise<{ peer: Peer; shown: () => unknown }> {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] })
  const client = env.connect()
  let shown: unknown
  client.subscribe("texts:get", {}, (text) => (shown = text))
  const peer = await env.server.accept()
  await peer.greet({ capabilities: ["ack"] })
  peer.send({ type: "result", id: "q1", result: "", ts: 100 })
  await until(() => shown === "")
  return { peer, shown: () => shown }
}

test("what little has been processed is told of after a second, all at once", async () => {
  const { peer, shown } = await watching()
  for (let ts = 101; ts <= 103; ts++) peer.send({ type: "updates", ts, items: [{ id: "q1", result: ts }] })
  await until(() => shown() === 103)
  await vi.advanceTimersByTimeAsync(1000)
  expect(await peer.nextAcknowledged()).toBe(103)
})

test("a mebibyte that has been processed is told of at once: the server sends nothing to who seems to be far behind", async () => {
  const { peer, shown } = await watching()
  const send = (ts: number) =>
    peer.send({ type: "updates", ts, items: [{ id: "q1", result: `${ts}`.repeat(100_000) }] })
  for (let ts = 101; ts <= 104; ts++) send(ts)
  expect(await peer.nextAcknowledged()).toBe(104)
  for (let ts = 105; ts <= 109; ts++) send(ts)
  expect(await peer.nextAcknowledged()).toBe(108)
  await until(() => String(shown()).startsWith("109"))
  await vi.advanceTimersByTimeAsync(1000)
  expect(await peer.nextAcknowledged()).toBe(109)
})
