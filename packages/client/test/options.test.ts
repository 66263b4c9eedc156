import { afterEach, expect, test, vi } from "vitest"
import { QueryStore, ZerobackClient } from "../src/index.js"
import { settingsFrom } from "../src/options.js"
import { testEnvironment, until } from "./environment.js"
import { MemoryAdapter } from "./memory-adapter.js"

const env = testEnvironment()
const DAY = 86_400_000

afterEach(() => vi.unstubAllGlobals())

test("what is left out has the documented default", () => {
  const defaults = {
    backoff: { baseMs: 1_000, maxMs: 30_000, maxAttempts: 5 },
    heartbeatIntervalMs: 30_000,
    requestTimeoutMs: 60_000,
  }
  expect(settingsFrom({})).toEqual(defaults)
  expect(settingsFrom({ backoff: {} })).toEqual(defaults)
  expect(settingsFrom({ backoff: { maxAttempts: 1 }, requestTimeoutMs: 5 })).toEqual({
    ...defaults,
    backoff: { ...defaults.backoff, maxAttempts: 1 },
    requestTimeoutMs: 5,
  })
})

test.each([0, -1, NaN])("a time of %s is none, and counts as left out", (time) => {
  expect(settingsFrom({ heartbeatIntervalMs: time, requestTimeoutMs: time })).toEqual(settingsFrom({}))
})

test("times without an end are none that have passed at once", async () => {
  const { client, peer } = await env.connected({ requestTimeoutMs: Infinity, heartbeatIntervalMs: Infinity })
  const answer = client.action("mail:send", {})
  const { id } = await peer.next()
  const beat = peer.next()
  await new Promise((resolve) => setTimeout(resolve, 50))
  peer.send({ type: "actionResult", id, result: true })
  expect(await answer).toBe(true)
  client.subscribe("tasks:list", {})
  expect(await beat).toMatchObject({ type: "query" })
})

test("without persistence a client connects when it is made, and keeps nothing", async () => {
  const open = vi.fn()
  vi.stubGlobal("indexedDB", { open })
  const client = new ZerobackClient(env.server.url)
  expect(client.connectionState).toBe("connecting")
  const peer = await env.server.accept()
  await peer.greet()
  client.subscribe("tasks:list", {})
  await peer.next()
  peer.send({ type: "result", id: "q1", result: [], ts: 100, hash: "h" })
  await until(() => client.hasServerResult(QueryStore.makeKey("tasks:list", {})))
  client.close()
  expect(open).not.toHaveBeenCalled()
  expect(client.connectionState).toBe("disconnected")
})

test("a result is kept for seven days by default", async () => {
  const now = Date.now()
  const entries = new Map([
    ["a:recent|{}", { result: 1, timestamp: now - 7 * DAY + 60_000 }],
    ["a:old|{}", { result: 2, timestamp: now - 7 * DAY - 1 }],
  ])
  const client = env.connect({ persistence: new MemoryAdapter(entries) })
  await client.init()
  expect(client.getQueryResult("a:recent|{}")).toBe(1)
  expect(client.getQueryResult("a:old|{}")).toBeUndefined()
})
