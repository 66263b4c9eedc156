import { afterEach, expect, test, vi } from "vitest"
import { QueryStore, type FunctionReference, type OptimisticUpdate } from "../src/index.js"
import { until, testEnvironment } from "./environment.js"
import { MemoryAdapter } from "./memory-adapter.js"
import { authStates, signIn, tokenOf } from "./sign-in.js"

const env = testEnvironment()
const list = QueryStore.makeKey("tasks:list", {})

afterEach(() => void vi.useRealTimers())

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

test("effects of a mutation count as shown only when the next connection has signed in and asked for them", async () => {
  const client = env.connect()
  client.setAuth(() => "opaque")
  const seen: unknown[] = []
  client.subscribe("tasks:list", {}, (tasks) => seen.push(tasks))
  const peer = await env.server.accept()
  await signIn(peer)
  await peer.next()
  peer.send({ type: "result", id: "q1", result: ["a"], ts: 100, hash: "h1" })
  await until(() => client.hasServerResult(list))
  const optimisticUpdate: OptimisticUpdate = (store) => store.setQuery("tasks:list", {}, ["a", "b"])
  const outcome = client.mutation("tasks:create", {}, { optimisticUpdate })
  await peer.next()
  peer.send({ type: "mutationResult", id: "m1", ts: 105 })
  const barrier = client.action("barrier:a")
  await peer.next()
  peer.send({ type: "actionResult", id: "a1" })
  await barrier
  peer.drop()
  const again = await env.server.accept()
  await again.greet({ session: "f".repeat(32), ts: 105 })
  expect(await again.next()).toMatchObject({ type: "auth" })
  again.send({ type: "authResult", ok: true })
  await again.greet({ known: true, applied: 1, ts: 105 })
  expect(await again.next()).toMatchObject({ type: "query", hash: "h1" })
  again.send({ type: "result", id: "q1", result: ["a", "b"], ts: 105, hash: "h2" })
  await outcome
  expect(seen).toEqual([["a"], ["a", "b"]])
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

test.each([
  ["lives for a minute, at half of it", { iat: 0, exp: 60 }, 30],
  ["is of a clock an hour behind this one, a minute before its end", { iat: -3600, exp: 0 }, 3540],
  ["is of a clock an hour ahead of this one, a minute before its end", { iat: 3600, exp: 7200 }, 3540],
  ["was in use before, a minute before its end", { iat: -3000, exp: 600 }, 540],
  ["is about to end, not at once", { iat: -3595, exp: 5 }, 10],
])("a token that %s is replaced", async (_, { iat, exp }, seconds) => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] })
  const now = Date.now() / 1000
  const claims = Buffer.from(JSON.stringify({ iss: "i", sub: "ann", iat: now + iat, exp: now + exp })).toString(
    "base64url",
  )
  const client = env.connect({ heartbeatIntervalMs: 1e9 })
  const getToken = vi.fn(() => `h.${claims}.s`)
  const states = authStates(client, getToken)
  await signIn(await env.server.accept())
  await until(() => states.length === 1)
  vi.advanceTimersByTime(seconds * 1000 - 1)
  expect(getToken).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(1)
  expect(getToken).toHaveBeenCalledTimes(2)
})

test("a token that has expired by this clock and says no more is used until the server ends it", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] })
  const client = env.connect({ heartbeatIntervalMs: 1e9 })
  const getToken = vi.fn(() => tokenOf("ann", -1))
  const states = authStates(client, getToken)
  await signIn(await env.server.accept())
  await until(() => states.length === 1)
  vi.advanceTimersByTime(600_000)
  expect(getToken).toHaveBeenCalledTimes(1)
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

test("signing out rejects actions too, and one that waited is not run for who comes next", async () => {
  const client = env.connect()
  client.setAuth(() => tokenOf("ann"))
  const peer = await env.server.accept()
  await signIn(peer)
  const sent = client.action("mail:send", { by: "ann" })
  await peer.next()
  client.clearAuth()
  await expect(sent).rejects.toMatchObject({ code: "unauthenticated", data: { mayHaveBeenApplied: true } })

  client.setAuth(() => new Promise(() => undefined))
  const waiting = client.action("mail:send", { by: "ann" })
  client.clearAuth()
  await expect(waiting).rejects.toMatchObject({ code: "unauthenticated", data: { mayHaveBeenApplied: false } })
  void client.action("mail:send", { by: "nobody" }).catch(() => undefined)
  const next = await env.server.accept()
  await next.greet()
  expect(await next.next()).toMatchObject({ type: "action", args: { by: "nobody" } })
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
  expect(await peer.next()).toMatchObject({ type: "mutation", id: "m1", args: { by: "bob" } })
  peer.send({ type: "mutationResult", id: "m1", ts: 100 })
  await own
  await until(() => !persistence.entries.has(list) && persistence.pending.length === 0)
})

/** Ann's tab, in which she stays signed in while Bob signs in in another one. */
async function besideBob(persistence: MemoryAdapter) {
  const ann = env.connect({ persistence })
  ann.setAuth(() => tokenOf("ann"))
  await ann.init()
  ann.subscribe("tasks:list", {})
  const peer = await env.server.accept()
  await signIn(peer)
  await peer.next()
  const bob = env.connect({ persistence })
  bob.setAuth(() => tokenOf("bob"))
  await bob.init()
  await signIn(await env.server.accept())
  peer.send({ type: "result", id: "q1", result: ["secret"], ts: 100, hash: "h1" })
  await until(() => persistence.entries.has(list))
  return { ann, bob, peer }
}

test("what a user's tab keeps while another user signs in beside it is neither shown to the other nor run for them", async () => {
  const persistence = new MemoryAdapter()
  const { ann, bob, peer } = await besideBob(persistence)
  bob.close()
  ann.mutation("tasks:create", { by: "ann" }).catch(() => undefined)
  await peer.next()
  ann.close()

  const next = env.connect({ persistence })
  next.setAuth(() => tokenOf("bob"))
  await next.init()
  expect(next.getQueryResult(list)).toBeUndefined()
  next.mutation("tasks:create", { by: "bob" }).catch(() => undefined)
  const last = await env.server.accept()
  await signIn(last)
  expect(await last.next()).toMatchObject({ type: "mutation", args: { by: "bob" } })
})

test("what a user's tab keeps after another tab has signed out is not shown to nobody", async () => {
  const persistence = new MemoryAdapter()
  const { ann, bob, peer } = await besideBob(persistence)
  bob.clearAuth()
  await until(() => !persistence.entries.has(list))
  peer.send({ type: "result", id: "q1", result: ["another secret"], ts: 101, hash: "h2" })
  await until(() => persistence.entries.has(list))
  ann.close()

  const nobody = env.connect({ persistence })
  await nobody.init()
  expect(nobody.getQueryResult(list)).toBeUndefined()
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

test.each(["another", "the same"])("of a user whose tokens do not say who it is, with %s token", async (which) => {
  const persistence = new MemoryAdapter()
  const first = env.connect({ persistence })
  let token = "opaque 1"
  first.setAuth(() => token)
  await first.init()
  first.subscribe("tasks:list", {})
  const peer = await env.server.accept()
  await signIn(peer)
  await peer.next()
  peer.send({ type: "result", id: "q1", result: ["secret"], ts: 100, hash: "h1" })
  await until(() => persistence.entries.has(list))
  // While the page lives its tokens are one person's, as two users sign out in between.
  token = "opaque 2"
  peer.drop()
  const again = await env.server.accept()
  expect(await signIn(again)).toBe("opaque 2")
  expect(await again.next()).toMatchObject({ type: "query", hash: "h1" })
  first.mutation("tasks:create", {}).catch(() => undefined)
  await again.next()
  first.close()

  const onReplayFailure = vi.fn()
  const next = env.connect({ persistence, onReplayFailure })
  next.setAuth(() => (which === "another" ? "opaque 3" : "opaque 2"))
  await next.init()
  expect(next.getQueryResult(list)).toEqual(which === "another" ? undefined : ["secret"])
  const last = await env.server.accept()
  await signIn(last)
  next.mutation("tasks:create", { isOwn: true }).catch(() => undefined)
  expect(await last.next()).toMatchObject({ args: which === "another" ? { isOwn: true } : {} })
  expect(onReplayFailure).toHaveBeenCalledTimes(which === "another" ? 1 : 0)
  expect(JSON.stringify([...persistence.entries])).not.toContain("opaque 2")
})

test("what is kept after signing out is nobody's, and so is run for nobody", async () => {
  const persistence = new MemoryAdapter()
  await visitOfAnn(persistence)
  const client = env.connect({ persistence, onReplayFailure: () => undefined })
  client.setAuth(() => tokenOf("ann"))
  await client.init()
  await env.server.accept()
  client.clearAuth()
  client.mutation("tasks:create", { by: "nobody" }).catch(() => undefined)
  await until(() => JSON.stringify([...persistence.entries]).includes('"nobody"'))
  client.close()

  const nobody = env.connect({ persistence })
  await nobody.init()
  const peer = await env.server.accept()
  await peer.greet()
  expect(await peer.next()).toMatchObject({ type: "mutation", args: { by: "nobody" } })
})

test("signing out takes back the optimistic updates whose effects have not shown", async () => {
  const client = env.connect()
  client.setAuth(() => tokenOf("ann"))
  client.subscribe("tasks:list", {})
  const peer = await env.server.accept()
  await signIn(peer)
  await peer.next()
  const reference = { _name: "tasks:list" } as FunctionReference<"query", object, string[]>
  const optimisticUpdate: OptimisticUpdate = (store) => store.setQuery(reference, {}, ["mine"])
  const outcome = client.mutation("tasks:create", {}, { optimisticUpdate })
  await peer.next()
  peer.send({ type: "mutationResult", id: "m1", result: "done", ts: 105 })
  await until(() => client.getQueryResult(list) !== undefined)
  const barrier = client.action("barrier:a")
  await peer.next()
  peer.send({ type: "actionResult", id: "a1" })
  await barrier
  client.clearAuth()
  expect(await outcome).toBe("done")
  expect(client.getQueryResult(list)).toBeUndefined()
})
