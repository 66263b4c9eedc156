import { afterEach, expect, test, vi } from "vitest"
import { WebSocket } from "ws"
import { ZerobackClient } from "../src/index.js"
import { until, testEnvironment } from "./environment.js"
import { ScriptedServer } from "./scripted-server.js"

const env = testEnvironment()

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** Called with each socket that is opened from now on. */
function countedSockets() {
  const opened = vi.fn()
  vi.stubGlobal(
    "WebSocket",
    class extends WebSocket {
      constructor(url: string) {
        super(url)
        opened(url)
      }
    },
  )
  return opened
}

const fakeTimers = () => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] })

test("states are reported in order, to each listener until it stops", async () => {
  const client = env.connect()
  expect(client.connectionState).toBe("connecting")
  const states: string[] = []
  const stop = client.onConnectionChange((state) => states.push(state))
  const peer = await env.server.accept()
  await until(() => client.connectionState === "connected")
  peer.drop()
  await env.server.accept()
  await until(() => states.length === 4)
  expect(states).toEqual(["connected", "disconnected", "connecting", "connected"])
  stop()
  client.close()
  expect(states).toHaveLength(4)
})

test("hello is the first frame even when a listener makes a request at once", async () => {
  const client = env.connect()
  client.onConnectionChange((state) => {
    if (state === "connected") void client.action("a:a").catch(() => undefined)
  })
  const peer = await env.server.accept()
  expect(await peer.next()).toMatchObject({ type: "hello" })
  expect(await peer.next()).toMatchObject({ type: "action" })
})

test("a silent connection is pinged; an answer keeps it, silence ends it", async () => {
  fakeTimers()
  const { client, peer } = await env.connected({ heartbeatIntervalMs: 5000 })
  await until(() => client.connectionState === "connected")
  vi.advanceTimersByTime(5000)
  expect(await peer.next()).toEqual({ type: "ping" })
  peer.send({ type: "pong" })
  const answered = client.action("barrier:a")
  peer.send({ type: "actionResult", id: "a1" })
  await answered
  vi.advanceTimersByTime(5000)
  await peer.next()
  await peer.next()
  vi.advanceTimersByTime(10_000)
  expect(client.connectionState).toBe("disconnected")
  await peer.closed()
})

test("waits grow until a pause with an attempt a minute, and a request starts them again", async () => {
  const { client, peer } = await env.connected({ backoff: { baseMs: 100, maxMs: 300, maxAttempts: 3 } })
  await until(() => client.connectionState === "connected")
  vi.spyOn(Math, "random").mockReturnValue(0)
  fakeTimers()
  const port = Number(new URL(env.server.url).port)
  await env.server.stop()
  peer.drop()
  const states: string[] = []
  client.onConnectionChange((state) => states.push(state))
  await until(() => states.length === 1)
  for (const delay of [100, 200, 300, 60_000, 60_000]) {
    states.length = 0
    vi.advanceTimersByTime(delay - 1)
    expect(states).toEqual([])
    vi.advanceTimersByTime(1)
    expect(states).toEqual(["connecting"])
    await until(() => states.length === 2)
  }
  expect(vi.getTimerCount()).toBe(1)

  states.length = 0
  void client.action("a:a").catch(() => undefined)
  expect(states).toEqual(["connecting"])
  await until(() => states.length === 2)
  env.server = await ScriptedServer.start(port)
  vi.advanceTimersByTime(100)
  const again = await env.server.accept()
  await again.greet()
  expect(await again.next()).toMatchObject({ type: "action" })
  vi.restoreAllMocks()
})

test.each<[string, (client: ZerobackClient) => unknown]>([
  ["query", (client) => client.subscribe("a:a", {})],
  ["mutation", (client) => client.mutation("a:a").catch(() => undefined)],
  ["action", (client) => client.action("a:a").catch(() => undefined)],
])("a new %s ends a pause", async (type, request) => {
  const { client, peer } = await env.connected({ backoff: { maxAttempts: 0 } })
  await until(() => client.connectionState === "connected")
  peer.drop()
  await until(() => client.connectionState === "disconnected")
  request(client)
  const again = await env.server.accept()
  await again.greet()
  expect(await again.next()).toMatchObject({ type })
})

test("the network's return and a visible page end a pause, and the latter checks a connection", async () => {
  const page = Object.assign(new EventTarget(), { visibilityState: "hidden" })
  vi.stubGlobal("window", new EventTarget())
  vi.stubGlobal("document", page)
  const { client, peer } = await env.connected({ backoff: { maxAttempts: 0 } })
  await until(() => client.connectionState === "connected")
  page.dispatchEvent(new Event("visibilitychange"))
  page.visibilityState = "visible"
  page.dispatchEvent(new Event("visibilitychange"))
  expect(await peer.next()).toEqual({ type: "ping" })
  peer.drop()
  await until(() => client.connectionState === "disconnected")
  window.dispatchEvent(new Event("online"))
  const again = await env.server.accept()
  await again.greet()
  again.drop()
  await until(() => client.connectionState === "disconnected")
  page.dispatchEvent(new Event("visibilitychange"))
  await (await env.server.accept()).greet()

  const removed = [vi.spyOn(window, "removeEventListener"), vi.spyOn(document, "removeEventListener")]
  client.close()
  for (const remove of removed) expect(remove).toHaveBeenCalledOnce()
})

test("a connection that died while the page slept is replaced seconds after it wakes, without a wait", async () => {
  fakeTimers()
  vi.stubGlobal("window", new EventTarget())
  const { client, peer } = await env.connected()
  await until(() => client.connectionState === "connected")
  window.dispatchEvent(new Event("online"))
  expect(await peer.next()).toEqual({ type: "ping" })
  vi.advanceTimersByTime(2999)
  expect(client.connectionState).toBe("connected")
  vi.advanceTimersByTime(1)
  expect(client.connectionState).toBe("connecting")
  await (await env.server.accept()).greet()
})

test("a connection that lives is kept when the page wakes", async () => {
  fakeTimers()
  vi.stubGlobal("window", new EventTarget())
  const { client, peer } = await env.connected()
  await until(() => client.connectionState === "connected")
  window.dispatchEvent(new Event("online"))
  expect(await peer.next()).toEqual({ type: "ping" })
  peer.send({ type: "pong" })
  const answered = client.action("barrier:a")
  peer.send({ type: "actionResult", id: "a1" })
  await answered
  vi.advanceTimersByTime(29_000)
  expect(client.connectionState).toBe("connected")
})

test("a client works where the window tells nothing, as that of React Native", async () => {
  vi.stubGlobal("window", {})
  const { client } = await env.connected()
  await until(() => client.connectionState === "connected")
  client.close()
})

test("a worker, which has no window, is told of the network's return itself", async () => {
  const worker = new EventTarget()
  vi.stubGlobal("addEventListener", worker.addEventListener.bind(worker))
  vi.stubGlobal("removeEventListener", worker.removeEventListener.bind(worker))
  const { client, peer } = await env.connected({ backoff: { maxAttempts: 0 } })
  peer.drop()
  await until(() => client.connectionState === "disconnected")
  worker.dispatchEvent(new Event("online"))
  await (await env.server.accept()).greet()
})

test("a closed client leaves no timer and does not come back", async () => {
  fakeTimers()
  const { client, peer } = await env.connected()
  client.subscribe("a:a", {})
  await peer.next()
  const mutation = client.mutation("a:b")
  await peer.next()
  peer.send({ type: "error", id: "m1", code: "conflict", message: "Try again" })
  const action = client.action("a:c")
  await peer.next()
  client.close()
  await Promise.allSettled([mutation, action])
  client.subscribe("a:d", {})
  expect(client.connectionState).toBe("disconnected")
  // Time stands still: the last timer to go is that of the socket itself, which waits for the other end to close.
  await until(() => vi.getTimerCount() === 0)
  await peer.closed()
})

test("a client that was closed in a pause does not come back", async () => {
  const { client, peer } = await env.connected({ backoff: { maxAttempts: 0 } })
  await until(() => client.connectionState === "connected")
  peer.drop()
  await until(() => client.connectionState === "disconnected")
  const opened = countedSockets()
  client.close()
  client.subscribe("a:a", {})
  expect(opened).not.toHaveBeenCalled()
})

test("after a pause requests open one socket, whether it is opening or open", async () => {
  const { client, peer } = await env.connected({ backoff: { maxAttempts: 0 } })
  await until(() => client.connectionState === "connected")
  peer.drop()
  await until(() => client.connectionState === "disconnected")
  const opened = countedSockets()
  client.subscribe("a:a", {})
  client.subscribe("a:b", {})
  await (await env.server.accept()).greet()
  await until(() => client.connectionState === "connected")
  client.subscribe("a:c", {})
  expect(opened).toHaveBeenCalledOnce()
})

test("after each connection at which the server has served, waits are short again", async () => {
  const { client, peer } = await env.connected({ backoff: { baseMs: 1, maxAttempts: 1 } })
  let current = peer
  for (let n = 1; n <= 3; n++) {
    const served = client.action("a:a")
    await current.next()
    current.send({ type: "actionResult", id: `a${n}` })
    await served
    current.drop()
    current = await env.server.accept()
    await current.greet()
  }
})

test("a client that is closed by who hears of a drop stays closed, also when it was to sign in anew", async () => {
  const { client, peer } = await env.connected()
  await until(() => client.connectionState === "connected")
  client.onConnectionChange((state) => {
    if (state === "disconnected") client.close()
  })
  const opened = countedSockets()
  client.setAuth(() => "token")
  expect(client.connectionState).toBe("disconnected")
  expect(opened).not.toHaveBeenCalled()
  await peer.closed()
})

test("a request of who hears of a drop opens one socket, also when the client was to sign in anew", async () => {
  const { client } = await env.connected({ backoff: { maxAttempts: 0 } })
  await until(() => client.connectionState === "connected")
  const states: string[] = []
  client.onConnectionChange((state) => {
    states.push(state)
    if (state === "disconnected") client.subscribe("a:a", {})
  })
  const opened = countedSockets()
  client.setAuth(() => "token")
  expect(states).toEqual(["disconnected", "connecting"])
  expect(opened).toHaveBeenCalledOnce()
})

test.each([
  ["cannot be read", "{"],
  ["has nothing of what it should", { type: "updates", ts: 101 }],
  ["holds nothing in place of a query's state", { type: "updates", ts: 101, items: [null] }],
  ["has half a patch", { type: "updates", ts: 101, items: [{ id: "q1", patch: {}, base: "h1", hash: "h2" }] }],
  ["greets without capabilities", { type: "hello", protocol: 2, session: "1", known: false, applied: 0, ts: 1 }],
])("a frame that %s makes the client start over", async (_, frame) => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined)
  const { client, peer } = await env.connected()
  client.subscribe("a:a", {})
  await peer.next()
  peer.send({ type: "result", id: "q1", result: [], ts: 100, hash: "h1" })
  peer.send(frame)
  const again = await env.server.accept()
  await again.greet()
  expect(await again.next()).toMatchObject({ type: "query" })
  expect(logged).toHaveBeenCalledOnce()
  logged.mockRestore()
})

test("a server that cannot serve now is tried again with growing waits, and what waits is kept", async () => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined)
  const client = env.connect({ backoff: { baseMs: 1, maxAttempts: 2 } })
  const outcome = client.mutation("tasks:create", {})
  for (let attempt = 0; attempt <= 2; attempt++) {
    const peer = await env.server.accept()
    await peer.next()
    peer.send({ type: "error", code: "unavailable", message: "the deployment is refused" })
    await peer.closed()
  }
  await until(() => client.connectionState === "disconnected")
  expect(logged).toHaveBeenLastCalledWith(expect.stringContaining("the deployment is refused"))
  void client.action("tasks:export").catch(() => undefined)
  const peer = await env.server.accept()
  await peer.greet()
  const frames = [await peer.next(), await peer.next()]
  expect(frames).toContainEqual({ type: "mutation", id: "m1", fn: "tasks:create", args: {}, seq: 1, ack: 0 })
  peer.send({ type: "mutationResult", id: "m1", result: 1, ts: 100 })
  expect(await outcome).toBe(1)
  logged.mockRestore()
})

test("an address that is none, and an environment without sockets, are named", () => {
  expect(() => new ZerobackClient("https://example.com")).toThrow('"https://example.com" is not a WebSocket address')
  vi.stubGlobal("WebSocket", undefined)
  expect(() => new ZerobackClient("ws://localhost:1/ws")).toThrow("set globalThis.WebSocket to that of the package ws")
  vi.stubGlobal("WebSocket", WebSocket)
})
