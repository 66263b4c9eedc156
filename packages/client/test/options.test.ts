import { expect, test } from "vitest"
import { ZerobackClient } from "../src/index.js"
import { settingsFrom } from "../src/options.js"
import { testEnvironment } from "./environment.js"
import { MemoryAdapter } from "./memory-adapter.js"

const env = testEnvironment()
const DAY = 86_400_000

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

test("without persistence a client connects when it is made, and keeps nothing", async () => {
  const client = new ZerobackClient(env.server.url)
  expect(client.connectionState).toBe("connecting")
  const peer = await env.server.accept()
  await peer.greet()
  expect(globalThis.indexedDB).toBeUndefined()
  client.close()
  expect(client.connectionState).toBe("disconnected")
})

test("a result is kept for seven days unless maxCacheAge says otherwise", async () => {
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
