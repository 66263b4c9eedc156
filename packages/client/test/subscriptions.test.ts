import { afterEach, expect, test, vi } from "vitest"
import { QueryStore, ZerobackError } from "../src/index.js"
import { until, testEnvironment } from "./environment.js"

const env = testEnvironment()
const list = QueryStore.makeKey("tasks:list", {})

afterEach(() => void vi.useRealTimers())

test("a result and its updates reach the callback", async () => {
  const { client, peer } = await env.connected()
  const seen: unknown[] = []
  client.subscribe("tasks:list", {}, (data) => seen.push(data))
  expect(await peer.next()).toEqual({ type: "query", id: "q1", fn: "tasks:list", args: {} })

  peer.send({ type: "result", id: "q1", result: [1] })
  peer.send({ type: "update", id: "q1", result: [1, 2] })
  peer.send({ type: "updates", items: [{ id: "q1", result: [3] }] })
  await until(() => seen.length === 3)
  expect(seen).toEqual([[1], [1, 2], [3]])
  expect(client.getQueryResult(list)).toEqual([3])
  expect(client.hasServerResult(list)).toBe(true)
})

test("the first connection sends each query once", async () => {
  const client = env.connect()
  client.subscribe("a:a", {})
  client.subscribe("b:b", {})
  const peer = await env.server.accept()
  expect((await peer.greet()).type).toBe("hello")
  expect(await peer.next()).toMatchObject({ fn: "a:a" })
  expect(await peer.next()).toMatchObject({ fn: "b:b" })
  void client.action("barrier:a").catch(() => undefined)
  expect(await peer.next()).toMatchObject({ type: "action" })
})

test("equal arguments share a subscription, which ends with its last holder", async () => {
  const { client, peer } = await env.connected()
  const stopOne = client.subscribe("a:a", { x: 1n, y: [2] })
  const stopTwo = client.subscribe("a:a", { y: [2], x: 1n })
  expect(await peer.next()).toEqual({ type: "query", id: "q1", fn: "a:a", args: { x: { $int64: "1" }, y: [2] } })
  stopOne()
  stopOne()
  await Promise.resolve()
  stopTwo()
  expect(await peer.next()).toEqual({ type: "unsubscribe", id: "q1" })
})

test("absent arguments, null and no members are one query", async () => {
  const { client, peer } = await env.connected()
  for (const args of [null, undefined, {}]) client.subscribe("a:a", args)
  client.subscribe("a:b", {})
  expect(await peer.next()).toEqual({ type: "query", id: "q1", fn: "a:a", args: {} })
  expect(await peer.next()).toMatchObject({ id: "q2", fn: "a:b" })
})

test("a holder that returns in the same turn keeps the subscription", async () => {
  const { client, peer } = await env.connected()
  const stop = client.subscribe("a:a", {})
  await peer.next()
  stop()
  const stopAgain = client.subscribe("a:a", {})
  await Promise.resolve()
  stopAgain()
  expect(await peer.next()).toEqual({ type: "unsubscribe", id: "q1" })
})

test("a second subscriber gets the result that is there, after subscribe has returned", async () => {
  const { client, peer } = await env.connected()
  client.subscribe("tasks:list", {})
  await peer.next()
  peer.send({ type: "result", id: "q1", result: [1] })
  await until(() => client.hasServerResult(list))
  const callback = vi.fn()
  client.subscribe("tasks:list", {}, callback)
  expect(callback).not.toHaveBeenCalled()
  await Promise.resolve()
  expect(callback).toHaveBeenCalledExactlyOnceWith([1])
})

test("the result is forgotten with its subscription", async () => {
  const { client, peer } = await env.connected()
  const stop = client.subscribe("tasks:list", {})
  await peer.next()
  peer.send({ type: "result", id: "q1", result: [1] })
  await until(() => client.hasServerResult(list))
  stop()
  await peer.next()
  expect(client.getQueryResult(list)).toBeUndefined()
})

test("a query that returns nothing has the result null", async () => {
  const { client, peer } = await env.connected()
  client.subscribe("tasks:list", {})
  peer.send({ type: "result", id: "q1" })
  await until(() => client.hasServerResult(list))
  expect(client.getQueryResult(list)).toBeNull()
})

test("after a drop all queries are sent once, with the hash of the result that is there", async () => {
  const { client, peer } = await env.connected()
  client.subscribe("tasks:list", {})
  client.subscribe("other:one", {})
  await peer.next()
  await peer.next()
  peer.send({ type: "result", id: "q1", result: [1], ts: 100, hash: "h1" })
  await until(() => client.hasServerResult(list))
  const listener = vi.fn()
  client.watchQuery(list, listener)
  peer.drop()

  const next = await env.server.accept()
  await next.greet()
  expect(await next.next()).toEqual({ type: "query", id: "q1", fn: "tasks:list", args: {}, hash: "h1" })
  expect(await next.next()).toEqual({ type: "query", id: "q2", fn: "other:one", args: {} })
  next.send({ type: "unchanged", id: "q1", ts: 101, hash: "h1" })
  next.send({ type: "result", id: "q2", result: "there" })
  await until(() => client.hasServerResult(QueryStore.makeKey("other:one", {})))
  expect(client.getQueryResult(list)).toEqual([1])
  expect(listener).not.toHaveBeenCalled()
})

test("a reset sends all queries again", async () => {
  const { client, peer } = await env.connected()
  client.subscribe("tasks:list", {})
  await peer.next()
  peer.send({ type: "reset" })
  expect(await peer.next()).toMatchObject({ type: "query", id: "q1" })
})

test("a patch changes the result it was made for and keeps other documents' identity", async () => {
  const { client, peer } = await env.connected()
  client.subscribe("tasks:list", {})
  await peer.next()
  const [a, b, c] = [{ _id: "a" }, { _id: "b" }, { _id: "c" }]
  peer.send({ type: "result", id: "q1", result: [a, b, c], ts: 100, hash: "h1" })
  await until(() => client.hasServerResult(list))
  const before = client.getQueryResult(list) as unknown[]

  const patch = { remove: ["a"], put: [{ _id: "c", done: true }, { _id: "d" }], at: [2] }
  peer.send({ type: "updates", ts: 101, items: [{ id: "q1", patch, base: "h1", hash: "h2" }] })
  await until(() => client.getQueryResult(list) !== before)
  const after = client.getQueryResult(list) as unknown[]
  expect(after).toEqual([{ _id: "b" }, { _id: "c", done: true }, { _id: "d" }])
  expect(after[0]).toBe(before[1])

  const move = { remove: ["d"], put: [{ _id: "d" }], at: [0] }
  peer.send({ type: "updates", ts: 102, items: [{ id: "q1", patch: move, base: "h2", hash: "h3" }] })
  await until(() => client.getQueryResult(list) !== after)
  expect(client.getQueryResult(list)).toEqual([{ _id: "d" }, { _id: "b" }, { _id: "c", done: true }])
})

test.each([
  [{ remove: [], put: [{ _id: "b" }], at: [-1] }],
  [{ remove: [], put: [{ _id: "b" }], at: [2] }],
  [{ remove: [], put: [{ _id: "b" }], at: [0, 1] }],
])("a patch that fits no list makes the client ask for the whole: %o", async (patch) => {
  const { client, peer } = await env.connected()
  client.subscribe("tasks:list", {})
  await peer.next()
  peer.send({ type: "result", id: "q1", result: [{ _id: "a" }], ts: 100, hash: "h1" })
  peer.send({ type: "updates", ts: 101, items: [{ id: "q1", base: "h1", hash: "h2", patch }] })
  expect(await peer.next()).toEqual({ type: "query", id: "q1", fn: "tasks:list", args: {} })
  expect(client.getQueryResult(list)).toEqual([{ _id: "a" }])
})

test("a patch for another result makes the client ask for the whole", async () => {
  const { client, peer } = await env.connected()
  client.subscribe("tasks:list", {})
  await peer.next()
  peer.send({ type: "result", id: "q1", result: [], ts: 100, hash: "h1" })
  const patch = { remove: [], put: [{ _id: "d" }], at: [0] }
  peer.send({ type: "updates", ts: 102, items: [{ id: "q1", patch, base: "h2", hash: "h3" }] })
  expect(await peer.next()).toEqual({ type: "query", id: "q1", fn: "tasks:list", args: {} })
})

test("an error is the query's state until its next good result", async () => {
  const { client, peer } = await env.connected()
  const callback = vi.fn()
  client.subscribe("tasks:list", {}, callback)
  await peer.next()
  peer.send({ type: "result", id: "q1", result: [1] })
  peer.send({
    type: "updates",
    ts: 101,
    items: [{ id: "q1", error: { code: "app_error", message: "Out", data: { left: 0 } } }],
  })
  await until(() => client.getQueryState(list).error !== undefined)
  const { error } = client.getQueryState(list)
  expect(error).toBeInstanceOf(ZerobackError)
  expect(error).toMatchObject({ code: "app_error", message: "Out", data: { left: 0 } })

  peer.send({ type: "updates", ts: 102, items: [{ id: "q1", result: [1] }] })
  await until(() => client.getQueryState(list).error === undefined)
  expect(callback).toHaveBeenCalledExactlyOnceWith([1])
})

test("a callback, which has no place for errors, leaves each of them in the console", async () => {
  const { client, peer } = await env.connected()
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined)
  const seen: unknown[] = []
  client.subscribe("tasks:lst", {}, (data) => seen.push(data))
  await peer.next()

  peer.send({ type: "error", id: "q1", code: "execution_error", message: "Function not found" })
  await until(() => logged.mock.calls.length > 0)
  peer.send({ type: "update", id: "q1", result: [1] })
  await until(() => seen.length > 0)

  expect(logged.mock.calls).toEqual([["Zeroback: the query tasks:lst failed: Function not found"]])
  expect(seen).toEqual([[1]])
  logged.mockRestore()
})

test("of what passes the console hears once, and nothing of an answer that is only late", async () => {
  const { client, peer } = await env.connected()
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined)
  const seen: unknown[] = []
  client.subscribe("tasks:list", {}, (data) => seen.push(data))
  await peer.next()

  peer.send({ type: "error", id: "q1", code: "rate_limited", message: "wait a second" })
  await until(() => client.getQueryState(list).error !== undefined)
  peer.send({ type: "result", id: "q1", result: [1] })
  peer.send({ type: "updates", ts: 101, items: [{ id: "q1", error: { code: "unavailable", message: "late" } }] })
  await until(() => client.getQueryState(list).error?.message === "late")
  peer.send({ type: "updates", ts: 102, items: [{ id: "q1", result: [2] }] })
  await until(() => seen.length === 2)

  expect(logged.mock.calls).toEqual([["Zeroback: the query tasks:list failed for now: wait a second"]])
  expect(seen).toEqual([[1], [2]])
  logged.mockRestore()
})

test("a query whose first run fails has that error", async () => {
  const { client, peer } = await env.connected()
  client.subscribe("tasks:list", {})
  await peer.next()
  peer.send({ type: "error", id: "q1", code: "execution_error", message: "Function not found" })
  await until(() => client.getQueryState(list).error !== undefined)
  expect(client.getQueryResult(list)).toBeUndefined()
})

const LIMITED = { type: "error", code: "rate_limited", message: "wait a second" }

test("queries that the server does not take for now are asked for again, some at a time, until they are taken", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] })
  const { client, peer } = await env.connected({ heartbeatIntervalMs: 1e9 })
  for (let n = 1; n <= 20; n++) client.subscribe("tasks:list", { n })
  client.subscribe("tasks:lst", {})
  const stop = client.subscribe("tasks:list", { n: 0 })
  for (let n = 1; n <= 22; n++) {
    expect(await peer.next()).toMatchObject({ id: `q${n}` })
    peer.send({ ...LIMITED, id: `q${n}`, ...(n === 21 && { code: "execution_error" }) })
  }
  const isIn = (n: number, what: "error" | "result") =>
    client.getQueryState(QueryStore.makeKey("tasks:list", { n }))[what] !== undefined
  await until(() => isIn(0, "error"))
  stop()
  expect(await peer.next()).toEqual({ type: "unsubscribe", id: "q22" })
  for (const [first, last] of [
    [1, 16],
    [17, 20],
  ] as const) {
    vi.advanceTimersByTime(4000)
    for (let n = first; n <= last; n++) {
      expect(await peer.next()).toMatchObject({ type: "query", id: `q${n}` })
      peer.send({ type: "result", id: `q${n}`, result: n })
    }
    await until(() => isIn(last, "result"))
  }
  vi.advanceTimersByTime(100_000)
  void client.action("barrier:a").catch(() => undefined)
  expect(await peer.next()).toMatchObject({ type: "action" })
})

test("waits for a server that takes no query grow, and end with the client", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] })
  const { client, peer } = await env.connected({ heartbeatIntervalMs: 1e9 })
  const random = vi.spyOn(Math, "random").mockReturnValue(0)
  client.subscribe("tasks:list", {})
  for (const [attempt, delay] of [2000, 4000, 8000, 16_000, 30_000, 30_000].entries()) {
    expect(await peer.next()).toMatchObject({ type: "query", id: "q1" })
    peer.send({ ...LIMITED, id: "q1", message: `${attempt}` })
    await until(() => client.getQueryState(list).error?.message === `${attempt}`)
    vi.advanceTimersByTime(delay - 1)
    const barrier = client.action("barrier:a")
    const { type, id } = await peer.next()
    expect(type).toBe("action")
    peer.send({ type: "actionResult", id })
    await barrier
    vi.advanceTimersByTime(1)
  }
  await peer.next()
  peer.send({ ...LIMITED, id: "q1", message: "last" })
  await until(() => client.getQueryState(list).error?.message === "last")
  client.close()
  await until(() => vi.getTimerCount() === 0)
  random.mockRestore()
})

test("arguments that are no values are refused at once", () => {
  const client = env.connect()
  expect(() => client.subscribe("a:a", { when: new Date() })).toThrow("args.when: a Date is not a value")
})

test("a listener that throws does not keep others from hearing", async () => {
  const { client, peer } = await env.connected()
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined)
  const callback = vi.fn()
  client.watchQuery(list, () => {
    throw new Error("mine")
  })
  client.subscribe("tasks:list", {}, callback)
  await peer.next()
  peer.send({ type: "result", id: "q1", result: [1] })
  await until(() => callback.mock.calls.length === 1)
  expect(logged).toHaveBeenCalledOnce()
  // Nor is it an uncaught exception when the result is there already.
  client.subscribe("tasks:list", {}, () => {
    throw new Error("mine")
  })
  await Promise.resolve()
  expect(logged).toHaveBeenCalledTimes(2)
  logged.mockRestore()
})
