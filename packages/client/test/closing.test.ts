import { afterEach, expect, test, vi } from "vitest"
import { until, testEnvironment } from "./environment.js"
import { MemoryAdapter } from "./memory-adapter.js"
import { OneProcessLocks } from "./one-process-locks.js"

const env = testEnvironment()

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** An event target that knows how many listeners it has. */
class CountedTarget extends EventTarget {
  readonly visibilityState = "visible"
  listeners = 0

  override addEventListener(...args: Parameters<EventTarget["addEventListener"]>): void {
    this.listeners++
    super.addEventListener(...args)
  }

  override removeEventListener(...args: Parameters<EventTarget["removeEventListener"]>): void {
    this.listeners--
    super.removeEventListener(...args)
  }
}

function stubPage() {
  const [window, document, locks] = [new CountedTarget(), new CountedTarget(), new OneProcessLocks()]
  vi.stubGlobal("window", window)
  vi.stubGlobal("document", document)
  vi.stubGlobal("navigator", { locks })
  return { locks, listeners: () => window.listeners + document.listeners }
}

/** A token that expires in an hour, as servers sign it. */
const token = `h.${Buffer.from(JSON.stringify({ iss: "i", sub: "ann", exp: Date.now() / 1000 + 3600 })).toString("base64url")}.s`

test("a client that is closed with everything under way leaves no request, timer, listener or lock", async () => {
  const page = stubPage()
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] })
  const client = env.connect({ persistence: new MemoryAdapter() })
  client.setAuth(() => token)
  await client.init()
  client.subscribe("tasks:list", {})
  const changed = vi.fn()
  client.onConnectionChange(changed)
  const peer = await env.server.accept()
  await peer.greet()
  await peer.next()
  peer.send({ type: "authResult", ok: true })
  await peer.greet({ capabilities: ["ack"] })
  expect(await peer.next()).toMatchObject({ type: "query" })
  peer.send({ type: "result", id: "q1", result: ["a"], ts: 100, hash: "h1" })
  peer.send({ type: "updates", ts: 101, items: [] })
  const requests = [client.mutation("tasks:create"), client.mutation("tasks:create"), client.action("mail:send")]
  await until(() => client.getQueryResult("tasks:list|{}") !== undefined)
  for (const id of ["m1", "m2"]) {
    let frame = await peer.next()
    while (frame.type !== "mutation") frame = await peer.next()
    expect(frame).toMatchObject({ id })
  }
  peer.send({ type: "error", id: "m1", code: "conflict", message: "Try again" })
  // To beat, to replace the token, to acknowledge, to write the cache, and the deadlines of three requests.
  expect(vi.getTimerCount()).toBe(7)
  expect([page.listeners(), page.locks.count]).toEqual([2, 1])
  changed.mockClear()

  client.close()
  const outcomes = await Promise.allSettled(requests)
  expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"])
  expect(changed).toHaveBeenCalledExactlyOnceWith("disconnected")
  await until(() => page.locks.count === 0)
  expect(page.listeners()).toBe(0)
  // Time stands still: the last timer to go is that of the socket itself, which waits for the other end to close.
  await until(() => vi.getTimerCount() === 0)
  await peer.closed()
})

test("a client that is closed while it reads what was kept does not come back, nor keep a lock", async () => {
  const page = stubPage()
  const record = { lane: "1".repeat(32), position: 1, fn: "a:a", args: {} }
  const kept = new MemoryAdapter(new Map([[`$pending|${record.lane}|1`, { result: record, timestamp: 1 }]]))
  const client = env.connect({ persistence: kept })
  const initialized = client.init()
  client.close()
  await initialized
  expect(client.connectionState).toBe("disconnected")
  await vi.waitFor(() => expect(page.locks.count).toBe(0))
  expect(kept.pending).toHaveLength(1)
  expect(page.listeners()).toBe(0)
})

test("init() ends with the client, also when the storage does not answer", async () => {
  const persistence = new MemoryAdapter()
  persistence.getAll = () => new Promise(() => undefined)
  const client = env.connect({ persistence })
  const initialized = client.init()
  client.close()
  await initialized
  expect(client.connectionState).toBe("disconnected")
})

test("closing ends every request and says whether it was sent", async () => {
  const { client, peer } = await env.connected()
  const outcomes = Array.from({ length: 17 }, () => client.mutation("a:a"))
  await peer.next()
  client.close()
  await expect(outcomes[0]).rejects.toMatchObject({ code: "unavailable", data: { mayHaveBeenApplied: true } })
  await expect(outcomes[16]).rejects.toMatchObject({ code: "unavailable", data: { mayHaveBeenApplied: false } })
  await Promise.allSettled(outcomes)
  await expect(client.mutation("a:c")).rejects.toMatchObject({ code: "unavailable" })
  await expect(client.action("a:d")).rejects.toMatchObject({ code: "unavailable" })
  await peer.closed()
})
