import "fake-indexeddb/auto"
import { afterEach, expect, test, vi } from "vitest"
import { QueryStore, type CachedEntry, type ReplayFailure, type ZerobackClientOptions } from "../src/index.js"
import { until, testEnvironment } from "./environment.js"
import { ExactlyOnceBackend, type BackendState } from "./exactly-once-backend.js"
import { MemoryAdapter } from "./memory-adapter.js"
import { ScriptedServer } from "./scripted-server.js"
import { signIn, tokenOf } from "./sign-in.js"
import { OneProcessLocks } from "./one-process-locks.js"

const env = testEnvironment()
const list = QueryStore.makeKey("tasks:list", {})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** A visit to the page: a client that has been initialised, and its socket. */
async function visit(options: ZerobackClientOptions) {
  const client = env.connect(options)
  await client.init()
  const peer = await env.server.accept()
  const hello = await peer.greet()
  return { client, peer, hello }
}

test.each([
  ["IndexedDB", () => true as const],
  ["a custom adapter", () => new MemoryAdapter()],
])("results come back from %s before the socket opens, and are stale until confirmed", async (_, adapter) => {
  const persistence = adapter()
  const result = [{ _id: "a", n: 5n, raw: Uint8Array.of(7).buffer }]
  const first = await visit({ persistence })
  first.client.subscribe("tasks:list", {})
  await first.peer.next()
  const wire = [{ _id: "a", n: { $int64: "5" }, raw: { $bytes: "Bw==" } }]
  first.peer.send({ type: "result", id: "q1", result: wire, ts: 100, hash: "h1" })
  await until(() => first.client.hasServerResult(list))
  first.client.close()

  const client = env.connect({ persistence })
  expect(client.connectionState).toBe("disconnected")
  await client.init()
  expect(client.connectionState).toBe("connecting")
  expect(client.getQueryState(list)).toEqual({ result, error: undefined, isConfirmed: false })
  const before = client.getQueryResult(list)
  const callback = vi.fn()
  client.subscribe("tasks:list", {}, callback)
  const peer = await env.server.accept()
  await peer.greet()
  expect(await peer.next()).toEqual({ type: "query", id: "q1", fn: "tasks:list", args: {}, hash: "h1" })
  expect(callback).toHaveBeenCalledExactlyOnceWith(result)
  peer.send({ type: "unchanged", id: "q1", ts: 100, hash: "h1" })
  await until(() => client.hasServerResult(list))
  expect(client.getQueryResult(list)).toBe(before)
})

test("who forgets init is told that queries wait for it", async () => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined)
  const client = env.connect({ persistence: new MemoryAdapter() })
  client.subscribe("tasks:list", {})
  expect(logged.mock.calls).toEqual([["Zeroback: queries wait for client.init()"]])
  void client.init()
  client.subscribe("tasks:list", { project: "a" })
  env.connect().subscribe("tasks:list", {})
  expect(logged).toHaveBeenCalledOnce()
  logged.mockRestore()
})

test("old results and those of another schema are discarded; pending mutations never are", async () => {
  const now = Date.now()
  const record = { lane: "1".repeat(32), position: 1, fn: "a:pending", args: {} }
  const stored = new Map<string, CachedEntry>([
    ["$schema", { result: "v1", timestamp: now }],
    ["a:old|{}", { result: 1, timestamp: now - 2000 }],
    ["a:new|{}", { result: 2, timestamp: now }],
    [`$pending|${record.lane}|1`, { result: record, timestamp: 0 }],
  ])
  const aged = new MemoryAdapter(stored)
  const one = env.connect({ persistence: aged, maxCacheAge: 1000, schemaVersion: "v1" })
  await one.init()
  expect(one.getQueryResult("a:old|{}")).toBeUndefined()
  expect(one.getQueryResult("a:new|{}")).toBe(2)
  expect([...aged.entries.keys()]).toEqual(["$schema", "a:new|{}", `$pending|${record.lane}|1`])

  const changed = new MemoryAdapter(stored)
  const two = env.connect({ persistence: changed, schemaVersion: "v2" })
  await two.init()
  expect(two.getQueryResult("a:new|{}")).toBeUndefined()
  expect([...changed.entries.keys()]).toEqual(["$schema", `$pending|${record.lane}|1`])
  expect(changed.entries.get("$schema")?.result).toBe("v2")
})

test("a mutation is written down before it is sent and removed with its outcome", async () => {
  const adapter = new MemoryAdapter()
  const { client, peer } = await visit({ persistence: adapter })
  const outcome = client.mutation("tasks:create", { n: 1n })
  await peer.next()
  expect(adapter.pending).toHaveLength(1)
  expect(adapter.entries.get(adapter.pending[0] as string)?.result).toMatchObject({
    fn: "tasks:create",
    args: { n: { $int64: "1" } },
    sent: { seq: 1 },
  })
  peer.send({ type: "mutationResult", id: "m1", result: 1, ts: 100 })
  expect(await outcome).toBe(1)
  await until(() => adapter.pending.length === 0)
})

test("mutations made offline wait without limit and run in order on the next visit", async () => {
  const adapter = new MemoryAdapter()
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] })
  const first = env.connect({ persistence: adapter, requestTimeoutMs: 1000 })
  const outcomes = [1, 2, 3].map((n) => first.mutation("log:append", { n }))
  for (const outcome of outcomes) outcome.catch(() => undefined)
  await until(() => adapter.pending.length === 3)
  vi.advanceTimersByTime(60_000)
  expect(adapter.pending).toHaveLength(3)
  first.close()
  await expect(outcomes[0]).rejects.toThrow("The next visit sends it.")
  vi.useRealTimers()

  const backend = new ExactlyOnceBackend()
  void backend.serve(env.server)
  const client = env.connect({ persistence: adapter })
  await client.init()
  await client.mutation("log:append", { n: 4 })
  expect(backend.state.log).toEqual([1, 2, 3, 4])
  await until(() => adapter.pending.length === 0)
})

test("a page that dies at any point leaves every mutation applied exactly once, in order", async () => {
  const crashes: { entries: Map<string, CachedEntry>; backend: BackendState }[] = []
  const crash = () => crashes.push(structuredClone({ entries: adapter.entries, backend: backend.state }))
  const adapter: MemoryAdapter = new MemoryAdapter(new Map(), () => crash())
  const backend: ExactlyOnceBackend = new ExactlyOnceBackend(undefined, () => crash())
  void backend.serve(env.server)
  const client = env.connect({ persistence: adapter })
  const early = [1, 2, 3].map((n) => client.mutation("log:append", { n }))
  await client.init()
  await Promise.all(early)
  await client.mutation("log:append", { n: 4 })
  await until(() => adapter.pending.length === 0)
  client.close()
  await env.server.stop()
  expect(crashes.length).toBeGreaterThan(12)

  for (const { entries, backend: state } of crashes) {
    env.server = await ScriptedServer.start()
    const survivor = new MemoryAdapter(entries)
    const revived = new ExactlyOnceBackend(state)
    void revived.serve(env.server)
    const failures: ReplayFailure[] = []
    const next = env.connect({ persistence: survivor, onReplayFailure: (failure) => failures.push(failure) })
    const kept = survivor.pending.map((key) => (entries.get(key)?.result as { args: { n: number } }).args.n)
    await next.init()
    await until(() => survivor.pending.length === 0)
    const expected = [...new Set([...state.log, ...kept])].sort()
    expect(revived.state.log).toEqual(expected)
    expect(failures).toEqual([])
    next.close()
    await env.server.stop()
  }
  env.server = await ScriptedServer.start()
})

test("a refused mutation of an earlier visit is reported and dropped; the next ones go on", async () => {
  const adapter = new MemoryAdapter()
  const first = env.connect({ persistence: adapter })
  for (const n of [1, 2]) first.mutation("log:append", { n }).catch(() => undefined)
  await until(() => adapter.pending.length === 2)
  first.close()
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined)
  // What it throws is an error in the console, as with other listeners.
  const onReplayFailure = vi.fn(() => {
    throw new Error("mine")
  })
  const { client, peer } = await visit({ persistence: adapter, onReplayFailure })
  expect(await peer.next()).toMatchObject({ type: "mutation", args: { n: 1 } })
  expect(await peer.next()).toMatchObject({ type: "mutation", args: { n: 2 }, seq: 2 })
  peer.send({ type: "error", id: "m1", code: "app_error", message: "no" })
  await until(() => onReplayFailure.mock.calls.length > 0)
  expect(onReplayFailure).toHaveBeenCalledExactlyOnceWith({
    fn: "log:append",
    args: { n: 1 },
    error: expect.objectContaining({ code: "app_error" }) as Error,
  })
  client.close()
  await Promise.resolve()
  expect(onReplayFailure).toHaveBeenCalledOnce()
  expect(adapter.pending).toHaveLength(1)
  expect(logged).toHaveBeenCalledExactlyOnceWith("Zeroback: a listener failed", new Error("mine"))
  logged.mockRestore()
})

test.each([
  ["before its first answer", 0],
  ["for the second session", 1],
])("a deployment that is refused %s does not cost what earlier visits left", async (_, answered) => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined)
  const records = ["1", "2"].map((digit) => ({ lane: digit.repeat(32), position: 1, fn: `a:${digit}`, args: {} }))
  const sent = { session: "1".repeat(32), seq: 1, atMillis: Date.now() }
  const adapter = new MemoryAdapter(
    new Map(
      records.map((record, i) => [
        `$pending|${record.lane}|1`,
        { result: { ...record, ...(i === 0 && { sent }) }, timestamp: i + 1 },
      ]),
    ),
  )
  const client = env.connect({ persistence: adapter })
  await client.init()
  const refused = await env.server.accept()
  if (answered) {
    await refused.greet()
    const { id } = await refused.next()
    refused.send({ type: "mutationResult", id, ts: 100 })
  }
  await refused.next()
  refused.send({ type: "error", code: "unavailable", message: "the deployment is refused" })
  await refused.closed()
  const peer = await env.server.accept()
  for (const digit of answered ? ["2"] : ["1", "2"]) {
    await peer.greet()
    const { id, fn } = await peer.next()
    expect(fn).toBe(`a:${digit}`)
    peer.send({ type: "mutationResult", id, ts: 100 })
  }
  await until(() => adapter.pending.length === 0)
  logged.mockRestore()
})

test("what was sent long ago in a session that is unknown is not sent again", async () => {
  const lane = "1".repeat(32)
  const sent = { session: lane, seq: 1, atMillis: Date.now() - 26 * 24 * 3600 * 1000 }
  const adapter = new MemoryAdapter(
    new Map([
      [`$pending|${lane}|1`, { result: { lane, position: 1, fn: "a:sent", args: {}, sent }, timestamp: 1 }],
      [`$pending|${lane}|2`, { result: { lane, position: 2, fn: "a:unsent", args: {} }, timestamp: 2 }],
    ]),
  )
  const onReplayFailure = vi.fn()
  const { peer, hello } = await visit({ persistence: adapter, onReplayFailure })
  expect(hello).toMatchObject({ session: lane })
  expect(await peer.next()).toMatchObject({ fn: "a:unsent" })
  expect(onReplayFailure.mock.calls[0]?.[0]).toMatchObject({
    fn: "a:sent",
    error: { code: "session_expired", data: { mayHaveBeenApplied: true } },
  })
})

test("of two open pages each keeps its own mutations, and one takes over those of a third that died", async () => {
  vi.stubGlobal("navigator", { locks: new OneProcessLocks() })
  const adapter = new MemoryAdapter()
  const backend = new ExactlyOnceBackend()
  const open = env.connect({ persistence: adapter, backoff: { maxAttempts: 0 } })
  await open.init()
  const unanswered = (await env.server.accept()).greet()
  open.mutation("log:append", { n: 3 }).catch(() => undefined)
  await unanswered
  const dead = env.connect({ persistence: adapter })
  for (const n of [1, 2]) dead.mutation("log:append", { n }).catch(() => undefined)
  await until(() => adapter.pending.length === 3)
  dead.close()

  void backend.serve(env.server)
  const clients = [env.connect({ persistence: adapter }), env.connect({ persistence: adapter })]
  await Promise.all(clients.map((client) => client.init()))
  await Promise.all(clients.map((client, i) => client.mutation("log:append", { n: `own ${i}` })))
  expect(backend.state.log.filter((n) => typeof n === "number")).toEqual([1, 2])
  expect(adapter.pending).toHaveLength(1)
})

test("of the results that nobody is subscribed to any more the latest 200 stay in memory", async () => {
  const { client, peer } = await visit({ persistence: new MemoryAdapter() })
  const keys = Array.from({ length: 202 }, (_, n) => QueryStore.makeKey("tasks:get", { n }))
  const stopWatching = client.watchQuery(keys[1] as string, () => undefined)
  for (const [n, key] of keys.entries()) {
    const release = client.subscribe("tasks:get", { n })
    const { id } = await peer.next()
    peer.send({ type: "result", id, result: n, ts: 100 })
    await until(() => client.hasServerResult(key))
    release()
    expect(await peer.next()).toEqual({ type: "unsubscribe", id })
  }
  // The first one went with the 201st; of the next two the one that is watched stayed.
  const kept = keys.map((key) => client.getQueryResult(key))
  expect(kept.slice(0, 4)).toEqual([undefined, 1, undefined, 3])
  expect(kept.slice(4)).not.toContain(undefined)
  stopWatching()
})

test("results of earlier visits count among those that nobody is subscribed to, the oldest first", async () => {
  const keys = Array.from({ length: 202 }, (_, n) => QueryStore.makeKey("tasks:get", { n }))
  const now = Date.now()
  // Kept in another order than that of their age.
  const kept = keys.map((key, n): [string, CachedEntry] => [key, { result: n, timestamp: now - n, hash: "h" }])
  const client = env.connect({ persistence: new MemoryAdapter(new Map(kept)) })
  // Subscribed to before it is there, and after it is.
  client.subscribe("tasks:get", { n: 201 })
  await client.init()
  client.subscribe("tasks:get", { n: 200 })
  const peer = await env.server.accept()
  await peer.greet()
  for (const n of [201, 200]) expect(await peer.next()).toMatchObject({ type: "query", args: { n }, hash: "h" })
  for (const n of [0, 1, 2]) {
    const release = client.subscribe("tasks:other", { n })
    const { id } = await peer.next()
    peer.send({ type: "result", id, result: n, ts: 100 })
    await until(() => client.hasServerResult(QueryStore.makeKey("tasks:other", { n })))
    release()
    await peer.next()
  }
  const gone = keys.filter((key) => client.getQueryResult(key) === undefined)
  expect(gone).toEqual([197, 198, 199].map((n) => keys[n]))
})

test("what is kept and cannot be read does not hide the rest", async () => {
  const rest: [string, CachedEntry][] = [["tasks:list|{}", { result: [1], timestamp: Date.now() }]]
  const broken = [
    ["tasks:get|{}", null],
    ["$pending|1|1", null],
    ["$pending|1|2", { result: null, timestamp: 1 }],
  ] as [string, never][]
  const client = env.connect({ persistence: new MemoryAdapter(new Map([...broken, ...rest])) })
  await client.init()
  expect(client.getQueryResult(list)).toEqual([1])
})

test("a mutation that could not be kept is not said to be sent on the next visit", async () => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined)
  const persistence = new MemoryAdapter()
  persistence.set = () => Promise.reject(new Error("full"))
  const client = env.connect({ persistence })
  const outcome = client.mutation("a:a")
  outcome.catch(() => undefined)
  await until(() => logged.mock.calls.length === 1)
  client.close()
  await expect(outcome).rejects.toThrow("a:a: the client was closed. It was not sent")
  logged.mockRestore()
})

test("storage that fails does not keep the client from working", async () => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined)
  const failing = (reason: string) => () => Promise.reject(new Error(reason))
  const persistence = { getAll: failing("closed"), set: failing("full"), delete: failing("gone"), clear: failing("") }
  const { client, peer } = await visit({ persistence })
  const outcome = client.mutation("a:a")
  expect(await peer.next()).toMatchObject({ fn: "a:a" })
  peer.send({ type: "mutationResult", id: "m1", result: 1, ts: 100 })
  expect(await outcome).toBe(1)
  const reasons = () => logged.mock.calls.map(([, error]) => (error as Error).message)
  await until(() => reasons().includes("gone"))
  expect(reasons()).toContain("closed")
  expect(reasons()).toContain("full")
  logged.mockRestore()
})

test("storage that throws at once is storage that fails", async () => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined)
  const persistence = new MemoryAdapter()
  persistence.set = () => {
    throw new DOMException("quota", "QuotaExceededError")
  }
  const client = env.connect({ persistence })
  client.setAuth(() => tokenOf("ann"))
  await client.init()
  client.subscribe("tasks:list", {})
  const peer = await env.server.accept()
  await signIn(peer)
  await peer.next()
  peer.send({ type: "result", id: "q1", result: [1], ts: 100, hash: "h1" })
  await until(() => client.hasServerResult(list))
  client.close()
  await until(() => logged.mock.calls.length === 2)
  logged.mockRestore()
})

test("storage that does not answer is waited for ten seconds, and once only", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] })
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined)
  const persistence = new MemoryAdapter()
  const { client, peer } = await visit({ persistence, heartbeatIntervalMs: 1e9 })
  let answer!: () => void
  persistence.set = () => new Promise<void>((resolve) => (answer = resolve))
  const outcome = client.mutation("a:a")
  await until(() => answer !== undefined)
  vi.advanceTimersByTime(10_000)
  expect(await peer.next()).toMatchObject({ type: "mutation", fn: "a:a" })
  peer.send({ type: "mutationResult", id: "m1", result: 1, ts: 100 })
  expect(await outcome).toBe(1)
  client.mutation("a:b").catch(() => undefined)
  expect(await peer.next()).toMatchObject({ type: "mutation", fn: "a:b" })
  client.close()
  expect(logged).toHaveBeenCalledTimes(1)
  await until(() => vi.getTimerCount() === 0)
  vi.useRealTimers()
  logged.mockRestore()
})
