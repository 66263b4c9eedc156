import { afterEach, expect, test, vi } from "vitest"
import { QueryStore, type AuthState, type ZerobackClient } from "../src/index.js"
import { until, testEnvironment } from "./environment.js"
import { MemoryAdapter } from "./memory-adapter.js"
import type { Peer } from "./scripted-server.js"

const env = testEnvironment()
const list = QueryStore.makeKey("tasks:list", {})

afterEach(() => void vi.useRealTimers())

/** A token as servers sign it; nobody here checks the signature. */
function tokenOf(subject: string, expiresInSeconds = 3600): string {
  const claims = { iss: "https://id", sub: subject, exp: Math.floor(Date.now() / 1000) + expiresInSeconds }
  return `h.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.s`
}

/** Serves one sign-in: the greeting without a session, the token, the session. */
async function signIn(peer: Peer): Promise<unknown> {
  const greeting = await peer.greet({ session: "f".repeat(32) })
  expect(greeting).not.toHaveProperty("session")
  const auth = await peer.next()
  peer.send({ type: "authResult", ok: true })
  await peer.greet()
  return auth["token"]
}

function authStates(client: ZerobackClient, getToken: Parameters<ZerobackClient["setAuth"]>[0]): AuthState[] {
  const states: AuthState[] = []
  client.setAuth(getToken, (state) => states.push(state))
  return states
}

test("a connection signs in first, then asks, then opens its session", async () => {
  const client = env.connect()
  const states = authStates(client, async () => "opaque")
  client.subscribe("tasks:list", {})
  const outcome = client.mutation("tasks:create", {})
  const peer = await env.server.accept()
  expect(await peer.greet({ session: "f".repeat(32) })).not.toHaveProperty("session")
  expect(await peer.next()).toEqual({ type: "auth", token: "opaque" })
  expect(states).toEqual([])
  peer.send({ type: "authResult", ok: true })
  const hello = await peer.greet()
  expect(hello["session"]).toMatch(/^[0-9a-f]{32}$/)
  expect(await peer.next()).toMatchObject({ type: "query" })
  expect(await peer.next()).toMatchObject({ type: "mutation", seq: 1 })
  peer.send({ type: "mutationResult", id: "m1", ts: 100 })
  peer.send({ type: "result", id: "q1", result: [], ts: 100 })
  await outcome
  expect(states).toEqual([{ isAuthenticated: true }])
})

test("without a token the connection is that of nobody", async () => {
  const client = env.connect()
  const states = authStates(client, () => null)
  client.subscribe("tasks:list", {})
  const peer = await env.server.accept()
  await peer.greet()
  await peer.greet()
  expect(await peer.next()).toMatchObject({ type: "query" })
  expect(states).toEqual([{ isAuthenticated: false }])
})

test("a refused token is asked for anew once; then it is an error, and mutations wait", async () => {
  const client = env.connect()
  const getToken = vi.fn(({ forceRefresh }: { forceRefresh: boolean }) => (forceRefresh ? "new" : "old"))
  const states = authStates(client, getToken)
  client.subscribe("tasks:list", {})
  const outcome = client.mutation("tasks:create", {})
  outcome.catch(() => undefined)
  const peer = await env.server.accept()
  await peer.greet()
  expect(await peer.next()).toEqual({ type: "auth", token: "old" })
  peer.send({ type: "authResult", ok: false, error: "expired" })
  expect(await peer.next()).toEqual({ type: "auth", token: "new" })
  peer.send({ type: "authResult", ok: false, error: "revoked" })
  expect(await peer.next()).toMatchObject({ type: "query" })
  expect(states).toMatchObject([{ isAuthenticated: false, error: { code: "unauthenticated", message: "revoked" } }])
  void client.action("barrier:a").catch(() => undefined)
  expect(await peer.next()).toMatchObject({ type: "action" })
  client.close()
  await expect(outcome).rejects.toMatchObject({ data: { mayHaveBeenApplied: false } })
})

test("a server that knows no auth frame, and a token that cannot be had, are errors too", async () => {
  const client = env.connect()
  const states = authStates(client, () => "token")
  const peer = await env.server.accept()
  await peer.greet()
  const refuse = async () => {
    expect(await peer.next()).toMatchObject({ type: "auth" })
    peer.send({ type: "error", code: "bad_request", message: "Unknown frame type" })
  }
  await refuse()
  await refuse()
  await until(() => states.length === 1)
  expect(states[0]).toMatchObject({ error: { message: "Unknown frame type" } })

  const failures = authStates(client, () => Promise.reject(new Error("offline")))
  await (await env.server.accept()).greet()
  await until(() => failures.length === 1)
  expect(failures[0]).toMatchObject({ error: { message: "No token could be had: offline" } })
})

test("a token is replaced a minute before it expires", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] })
  const client = env.connect({ heartbeatIntervalMs: 1e9 })
  const tokens = [tokenOf("ann", 120), tokenOf("ann", 3600)]
  const getToken = vi.fn(() => tokens.shift())
  const states = authStates(client, getToken)
  const peer = await env.server.accept()
  await signIn(peer)
  await until(() => states.length === 1)
  expect(getToken).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(61_000)
  expect(await peer.next()).toMatchObject({ type: "auth" })
  expect(getToken).toHaveBeenLastCalledWith({ forceRefresh: true })
  peer.send({ type: "authResult", ok: true })
  await until(() => states.length === 2)
  // The identity is the same, and so is the session: nothing is asked again.
  void client.action("barrier:a").catch(() => undefined)
  expect(await peer.next()).toMatchObject({ type: "action" })
  client.close()
})

test("signing out discards results, kept ones too, rejects what has not run, and connects as nobody", async () => {
  const persistence = new MemoryAdapter()
  const client = env.connect({ persistence })
  const states = authStates(client, () => tokenOf("ann"))
  await client.init()
  client.subscribe("tasks:list", {})
  const peer = await env.server.accept()
  await signIn(peer)
  await peer.next()
  peer.send({ type: "result", id: "q1", result: ["secret"], ts: 100, hash: "h1" })
  await until(() => persistence.entries.has(list))
  const pending = client.mutation("tasks:create", {})
  await peer.next()
  client.clearAuth()
  await expect(pending).rejects.toMatchObject({ code: "unauthenticated", data: { mayHaveBeenApplied: true } })
  expect(client.getQueryResult(list)).toBeUndefined()
  expect(states.at(-1)).toEqual({ isAuthenticated: false })
  await until(() => !persistence.entries.has(list) && persistence.pending.length === 0)

  const next = await env.server.accept()
  expect(await next.greet()).toHaveProperty("session")
  expect(await next.next()).toEqual({ type: "query", id: "q1", fn: "tasks:list", args: {} })
})

/** A visit of Ann that leaves a result and an unanswered mutation. */
async function visitOfAnn(persistence: MemoryAdapter): Promise<void> {
  const client = env.connect({ persistence })
  client.setAuth(() => tokenOf("ann"))
  await client.init()
  client.subscribe("tasks:list", {})
  const peer = await env.server.accept()
  await signIn(peer)
  await peer.next()
  peer.send({ type: "result", id: "q1", result: ["secret"], ts: 100, hash: "h1" })
  await until(() => persistence.entries.has(list))
  client.mutation("tasks:create", { by: "ann" }).catch(() => undefined)
  await peer.next()
  client.close()
}

test("what one user left is neither shown to the next nor run for them", async () => {
  const persistence = new MemoryAdapter()
  await visitOfAnn(persistence)
  const onReplayFailure = vi.fn()
  const client = env.connect({ persistence, onReplayFailure })
  client.setAuth(() => tokenOf("bob"))
  await client.init()
  expect(client.getQueryResult(list)).toBeUndefined()
  const own = client.mutation("tasks:create", { by: "bob" })
  client.subscribe("tasks:list", {})
  const peer = await env.server.accept()
  await signIn(peer)
  expect(await peer.next()).toEqual({ type: "query", id: "q1", fn: "tasks:list", args: {} })
  await until(() => onReplayFailure.mock.calls.length === 1)
  expect(await peer.next()).toMatchObject({ type: "mutation", args: { by: "bob" } })
  peer.send({ type: "mutationResult", id: "m2", ts: 100 })
  await own
  await until(() => !persistence.entries.has(list) && persistence.pending.length === 0)
})

test("what a user left waits for them while nobody is signed in", async () => {
  const persistence = new MemoryAdapter()
  await visitOfAnn(persistence)
  const nobody = env.connect({ persistence })
  await nobody.init()
  expect(nobody.getQueryResult(list)).toBeUndefined()
  nobody.subscribe("tasks:list", {})
  const peer = await env.server.accept()
  await peer.greet()
  expect(await peer.next()).toEqual({ type: "query", id: "q1", fn: "tasks:list", args: {} })
  const barrier = nobody.action("barrier:a")
  expect(await peer.next()).toMatchObject({ type: "action" })
  peer.send({ type: "actionResult", id: "a1" })
  await barrier
  nobody.close()

  const client = env.connect({ persistence })
  client.setAuth(() => tokenOf("ann"))
  await client.init()
  expect(client.getQueryResult(list)).toEqual(["secret"])
  const again = await env.server.accept()
  await signIn(again)
  expect(await again.next()).toMatchObject({ type: "mutation", args: { by: "ann" } })
})
