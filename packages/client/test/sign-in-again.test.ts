import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { QueryStore, type ZerobackClient } from "../src/index.js"
import { until, testEnvironment } from "./environment.js"
import { MemoryAdapter } from "./memory-adapter.js"
import type { Peer } from "./scripted-server.js"
import { authStates, signIn, tokenOf } from "./sign-in.js"

const env = testEnvironment()
const mine = QueryStore.makeKey("tasks:mine", {})
const EXPIRED = { code: "unauthenticated", message: "The sign-in has expired; sign in again." }

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] }))
afterEach(() => void vi.useRealTimers())

/** A client whose `getToken` gives these tokens one after the other, the last one for ever; it is signed in. */
async function signedIn(tokens: (string | null)[], options = {}) {
  const client = env.connect({ heartbeatIntervalMs: 1e9, ...options })
  const getToken = vi.fn(() => (tokens.length > 1 ? tokens.shift() : tokens[0]))
  const states = authStates(client, getToken)
  await client.init()
  const peer = await env.server.accept()
  await signIn(peer)
  await until(() => states.length === 1)
  vi.advanceTimersByTime(5000)
  return { client, getToken, states, peer }
}

/** The server does not run a request, because the identity has ended. */
function refuseExpired(peer: Peer, id: string): void {
  peer.send({ type: "error", id, ...EXPIRED })
  peer.send({ type: "authResult", ok: false, error: EXPIRED.message })
}

/** Resolves when the client has handled every frame sent before. */
async function handled(client: ZerobackClient, peer: Peer): Promise<void> {
  const outcome = client.action("barrier:a")
  const { id } = await peer.next()
  peer.send({ type: "actionResult", id })
  await outcome
}

test("a token that could not be had is asked for again, and mutations go then", async () => {
  const client = env.connect({ heartbeatIntervalMs: 1e9 })
  const tokens = [() => Promise.reject(new Error("offline")), () => Promise.reject(new Error("offline")), () => "late"]
  const getToken = vi.fn(() => tokens.shift()?.())
  const states = authStates(client, getToken)
  const outcome = client.mutation("tasks:create", {})
  client.subscribe("tasks:list", {})
  const peer = await env.server.accept()
  await peer.greet()
  // Queries go on meanwhile.
  expect(await peer.next()).toMatchObject({ type: "query" })
  await until(() => states.length === 1)
  vi.advanceTimersByTime(1000)
  await until(() => states.length === 2)
  expect(states[1]).toMatchObject({ isAuthenticated: false, error: { message: "No token could be had: offline" } })
  vi.advanceTimersByTime(2000)
  expect(await peer.next()).toEqual({ type: "auth", token: "late" })
  peer.send({ type: "authResult", ok: true })
  expect(await peer.greet()).toHaveProperty("session")
  expect(await peer.next()).toMatchObject({ type: "mutation", seq: 1 })
  peer.send({ type: "mutationResult", id: "m1", ts: 100 })
  await outcome
  expect(states.at(-1)).toEqual({ isAuthenticated: true })
  expect(getToken.mock.calls).toEqual([[{ forceRefresh: false }], [{ forceRefresh: false }], [{ forceRefresh: false }]])
})

test("a getToken that does not answer has failed after 15 seconds: queries go on, and it is asked again", async () => {
  const client = env.connect({ heartbeatIntervalMs: 1e9 })
  const tokens = [new Promise<string>(() => undefined), "late"]
  const states = authStates(client, () => tokens.shift())
  client.subscribe("tasks:list", {})
  const peer = await env.server.accept()
  await peer.greet()
  vi.advanceTimersByTime(15_000)
  expect(await peer.next()).toMatchObject({ type: "query" })
  expect(states).toMatchObject([{ error: { message: "No token could be had: no answer within 15000 ms" } }])
  vi.advanceTimersByTime(1000)
  expect(await peer.next()).toEqual({ type: "auth", token: "late" })
})

test.each(["time passes", "the user signs out", "the client is closed"])(
  "a getToken that does not answer holds init() up until %s",
  async (event) => {
    const logged = vi.spyOn(console, "error").mockImplementation(() => undefined)
    const client = env.connect({ persistence: new MemoryAdapter(), heartbeatIntervalMs: 1e9 })
    const getToken = vi.fn(() => new Promise<string>(() => undefined))
    client.setAuth(getToken)
    const ready = client.init()
    await until(() => getToken.mock.calls.length === 1)
    if (event === "time passes") vi.advanceTimersByTime(15_000)
    else if (event === "the user signs out") client.clearAuth()
    else client.close()
    await ready
    expect(client.connectionState).toBe(event === "the client is closed" ? "disconnected" : "connecting")
    expect(logged).toHaveBeenCalledTimes(event === "time passes" ? 1 : 0)
    if (event === "the client is closed") expect(vi.getTimerCount()).toBe(0)
    logged.mockRestore()
  },
)

test("a token that was refused is replaced after a wait, as long as it takes", async () => {
  const client = env.connect({ heartbeatIntervalMs: 1e9 })
  const states = authStates(client, ({ forceRefresh }) => (forceRefresh ? "new" : "old"))
  const peer = await env.server.accept()
  await peer.greet()
  for (const [attempt, token] of ["old", "new", "new", "new"].entries()) {
    if (attempt > 1) {
      await until(() => states.length === attempt - 1)
      vi.advanceTimersByTime(30_000)
    }
    expect(await peer.next()).toEqual({ type: "auth", token })
    peer.send({ type: "authResult", ok: attempt === 3, error: "The keys cannot be fetched" })
  }
  await peer.greet()
  await until(() => states.length === 3)
  expect(states[2]).toEqual({ isAuthenticated: true })
})

test("mutations that did not run because the sign-in had ended run under their numbers after the next one", async () => {
  const persistence = new MemoryAdapter()
  const { client, states, peer } = await signedIn([tokenOf("ann"), tokenOf("ann", 7200)], { persistence })
  const outcomes = [1, 2].map((n) => client.mutation("tasks:create", { n }))
  for (const seq of [1, 2]) expect(await peer.next()).toMatchObject({ type: "mutation", seq })
  refuseExpired(peer, "m1")
  peer.send({ type: "error", id: "m2", code: "conflict", message: "out of turn" })
  expect(await peer.next()).toMatchObject({ type: "auth" })
  // However long it takes: they are written down.
  vi.advanceTimersByTime(100_000)
  await handled(client, peer)
  expect(persistence.pending).toHaveLength(2)
  peer.send({ type: "authResult", ok: true })
  for (const seq of [1, 2]) {
    expect(await peer.next()).toMatchObject({ type: "mutation", id: `m${seq}`, seq })
    peer.send({ type: "mutationResult", id: `m${seq}`, result: seq, ts: 100 })
  }
  expect(await Promise.all(outcomes)).toEqual([1, 2])
  expect(states).toEqual([{ isAuthenticated: true }, { isAuthenticated: true }])
})

test("a mutation that is refused after each sign-in fails in the end", async () => {
  const { client, peer } = await signedIn(["a", "b"])
  const outcome = client.mutation("tasks:create", {})
  outcome.catch(() => undefined)
  for (let attempt = 0; attempt <= 5; attempt++) {
    if (attempt > 0) {
      expect(await peer.next()).toMatchObject({ type: "auth" })
      peer.send({ type: "authResult", ok: true })
      await handled(client, peer)
      vi.advanceTimersByTime(1000)
    }
    expect(await peer.next()).toMatchObject({ type: "mutation", seq: 1 })
    refuseExpired(peer, "m1")
  }
  await expect(outcome).rejects.toMatchObject({ code: "unauthenticated" })
})

test("a mutation that fails as unauthenticated on a connection without a token fails", async () => {
  const { client, peer } = await env.connected({ heartbeatIntervalMs: 1e9 })
  const outcome = client.mutation("tasks:create", {})
  await peer.next()
  refuseExpired(peer, "m1")
  await expect(outcome).rejects.toMatchObject(EXPIRED)
})

test("of all requests that find the sign-in ended one new token is presented, and it counts", async () => {
  const { client, getToken, states, peer } = await signedIn(["first", "second"])
  const outcomes = [1, 2, 3].map(() => client.action("tasks:export"))
  for (const outcome of outcomes) outcome.catch(() => undefined)
  for (let n = 1; n <= 3; n++) await peer.next()
  refuseExpired(peer, "a1")
  expect(await peer.next()).toEqual({ type: "auth", token: "second" })
  refuseExpired(peer, "a2")
  refuseExpired(peer, "a3")
  peer.send({ type: "authResult", ok: true })
  await until(() => states.length === 2)
  expect(states).toEqual([{ isAuthenticated: true }, { isAuthenticated: true }])
  expect(getToken).toHaveBeenCalledTimes(2)
})

/** Ends the sign-in while a query shows ["a"]; the client presents its next token. */
async function expiredWithQuery() {
  const session = await signedIn([tokenOf("ann"), tokenOf("ann", 7200)])
  const { client, peer } = session
  client.subscribe("tasks:mine", {})
  await peer.next()
  peer.send({ type: "result", id: "q1", result: ["a"], ts: 100, hash: "h1" })
  await until(() => client.hasServerResult(mine))
  const outcome = client.mutation("tasks:create", {})
  await peer.next()
  peer.send([
    { type: "mutationResult", id: "m1", ts: 101 },
    { type: "updates", ts: 101, items: [{ id: "q1", error: EXPIRED }] },
  ])
  expect(await peer.next()).toMatchObject({ type: "auth" })
  await handled(client, peer)
  return { ...session, outcome }
}

test("a live query that finds the sign-in ended keeps its state until the next one, and is asked for then", async () => {
  const { client, peer, outcome } = await expiredWithQuery()
  expect(client.getQueryState(mine)).toEqual({ result: ["a"], error: undefined, isConfirmed: true })
  let isShown = false
  void outcome.then(() => (isShown = true))
  peer.send({ type: "authResult", ok: true })
  expect(await peer.next()).toEqual({ type: "query", id: "q1", fn: "tasks:mine", args: {} })
  await handled(client, peer)
  expect(isShown).toBe(false)
  peer.send({ type: "result", id: "q1", result: ["a", "b"], ts: 101, hash: "h2" })
  await outcome
  expect(client.getQueryState(mine)).toEqual({ result: ["a", "b"], error: undefined, isConfirmed: true })
})

test("a live query that finds the sign-in ended has that error once the next one fails too", async () => {
  const { client, peer, outcome } = await expiredWithQuery()
  peer.send({ type: "authResult", ok: false, error: "revoked" })
  await until(() => client.getQueryState(mine).error !== undefined)
  expect(client.getQueryState(mine)).toMatchObject({ result: ["a"], error: EXPIRED })
  await outcome
})

test("when there is no other token the client connects as nobody, though not before the server ends the sign-in", async () => {
  const { client, getToken, states, peer } = await signedIn([tokenOf("ann", 120), null])
  vi.advanceTimersByTime(61_000)
  await until(() => getToken.mock.calls.length === 2)
  await handled(client, peer)
  expect(states).toEqual([{ isAuthenticated: true }])
  const failed = client.action("tasks:export")
  await peer.next()
  refuseExpired(peer, "a2")
  await expect(failed).rejects.toMatchObject(EXPIRED)
  const next = await env.server.accept()
  expect(await next.greet({ session: "f".repeat(32) })).not.toHaveProperty("session")
  expect(await next.greet()).toHaveProperty("session")
  await until(() => states.length === 2)
  expect(states[1]).toEqual({ isAuthenticated: false })
})

test("a server that accepts tokens which it takes for expired is not asked without end", async () => {
  const { client, states, peer } = await signedIn(["any"])
  const fail = async (id: string) => {
    const failed = client.action("tasks:export")
    await peer.next()
    refuseExpired(peer, id)
    await expect(failed).rejects.toMatchObject(EXPIRED)
  }
  await fail("a1")
  await peer.next()
  peer.send({ type: "authResult", ok: true })
  await until(() => states.length === 2)
  await fail("a2")
  await until(() => states.length === 3)
  expect(states[2]).toMatchObject({ error: { message: expect.stringContaining("has expired") as string } })
  await handled(client, peer)
  vi.advanceTimersByTime(1000)
  expect(await peer.next()).toEqual({ type: "auth", token: "any" })
})
