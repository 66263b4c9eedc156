import { afterEach, expect, test, vi } from "vitest"
import { QueryStore, type CachedEntry, type GetToken } from "../src/index.js"
import { until, testEnvironment } from "./environment.js"
import { MemoryAdapter } from "./memory-adapter.js"
import { signIn, tokenOf } from "./sign-in.js"

const env = testEnvironment()
const list = QueryStore.makeKey("tasks:list", {})
const ann = '["https://id","ann"]'
const bob = '["https://id","bob"]'

afterEach(() => void vi.useRealTimers())

/** What the device keeps after a visit of Ann. */
function usedByAnn(...more: [string, CachedEntry][]): MemoryAdapter {
  return new MemoryAdapter(new Map([["$identity", { result: ann, timestamp: 1, owner: ann }], ...more]))
}

/** A mutation that a page which is gone has left. */
function leftBy(owner: string, by: string): [string, CachedEntry] {
  const lane = "1".repeat(32)
  const record = { lane, position: 1, fn: "tasks:create", args: { by } }
  return [`$pending|${lane}|1`, { result: record, timestamp: 1, owner }]
}

/** Opens the page for the user whose token this gives, or for nobody. */
async function open(persistence: MemoryAdapter, getToken?: GetToken) {
  const client = env.connect({ persistence })
  if (getToken) client.setAuth(getToken)
  await client.init()
  return { client, peer: await env.server.accept() }
}

/** A visit without a connection that leaves a mutation. */
async function actOffline(persistence: MemoryAdapter, by: string, getToken?: GetToken): Promise<void> {
  const { client } = await open(persistence, getToken)
  client.mutation("tasks:create", { by }).catch(() => undefined)
  await until(() => persistence.pending.length > 0)
  client.close()
}

/** Whose mutations a visit with a connection runs, up to its own one. */
async function runOnVisit(persistence: MemoryAdapter, getToken?: GetToken): Promise<unknown[]> {
  const { client, peer } = await open(persistence, getToken)
  if (getToken) await signIn(peer)
  else await peer.greet()
  const own = client.mutation("tasks:create", { by: "this visit" })
  const run: unknown[] = []
  while (run.at(-1) !== "this visit") {
    const { id, type, args } = await peer.next()
    if (type === "mutation") {
      run.push((args as { by: string }).by)
      peer.send({ type: "mutationResult", id, ts: 100 })
    } else peer.send({ type: "hello", session: "a".repeat(32), known: false, applied: 0, ts: 100, capabilities: [] })
  }
  await own
  client.close()
  return run
}

test("what a user did offline on the page that another one used before runs for them only", async () => {
  const persistence = usedByAnn()
  await actOffline(persistence, "bob", () => tokenOf("bob"))
  expect(await runOnVisit(persistence, () => tokenOf("ann"))).toEqual(["this visit"])
  expect(await runOnVisit(persistence, () => tokenOf("bob"))).toEqual(["bob", "this visit"])
})

test("what was done before init() has found out who visits is that visitor's", async () => {
  const persistence = usedByAnn()
  const client = env.connect({ persistence })
  client.setAuth(() => tokenOf("bob"))
  client.mutation("tasks:create", { by: "bob" }).catch(() => undefined)
  await client.init()
  await env.server.accept()
  await until(() => persistence.entries.get(persistence.pending[0] as string)?.owner === bob)
  client.close()
  expect(await runOnVisit(persistence)).toEqual(["this visit"])
  expect(await runOnVisit(persistence, () => tokenOf("bob"))).toEqual(["bob", "this visit"])
})

test("what was done and shown without a user is not the last user's", async () => {
  const persistence = usedByAnn()
  const nobody = await open(persistence)
  nobody.client.subscribe("tasks:list", {})
  await nobody.peer.greet()
  await nobody.peer.next()
  nobody.peer.send({ type: "result", id: "q1", result: ["public"], ts: 100, hash: "h1" })
  await until(() => persistence.entries.has(list))
  nobody.client.close()
  await actOffline(persistence, "nobody")

  const { client } = await open(persistence, () => tokenOf("ann"))
  expect(client.getQueryResult(list)).toBeUndefined()
  client.close()
  expect(await runOnVisit(persistence, () => tokenOf("ann"))).toEqual(["this visit"])
  expect(await runOnVisit(persistence)).toEqual(["nobody", "this visit"])
})

test("what a tab kept after another one signed out runs on the user's next visit", async () => {
  const persistence = new MemoryAdapter(new Map([leftBy(ann, "ann")]))
  expect(await runOnVisit(persistence, () => tokenOf("ann"))).toEqual(["ann", "this visit"])
})

test.each(["nobody", "bob"])(
  "signing out while init() takes over what a user left does not run it for %s",
  async (who) => {
    const persistence = usedByAnn(leftBy(ann, "ann"))
    let reads = 0
    const readSlowly = async (after: () => void) => {
      const all = await MemoryAdapter.prototype.getAll.call(persistence)
      if (++reads === 2) after()
      return all
    }
    const client = env.connect({ persistence })
    client.setAuth(() => tokenOf("ann"))
    persistence.getAll = () =>
      readSlowly(() => {
        client.clearAuth()
        if (who === "bob") client.setAuth(() => tokenOf("bob"))
      })
    await client.init()
    client.mutation("tasks:create", { by: who }).catch(() => undefined)
    const peer = await env.server.accept()
    if (who === "bob") await signIn(peer)
    else await peer.greet()
    expect(await peer.next()).toMatchObject({ type: "mutation", args: { by: who } })
    client.close()
    expect(await runOnVisit(persistence, () => tokenOf("ann"))).toContain("ann")
  },
)

test("signing out while init() asks for the token makes it the visit of nobody", async () => {
  const persistence = usedByAnn(leftBy(ann, "ann"), [list, { result: ["secret"], timestamp: Date.now(), owner: ann }])
  const client = env.connect({ persistence })
  let give!: (token: string) => void
  client.setAuth(() => new Promise<string>((resolve) => (give = resolve)))
  const ready = client.init()
  await until(() => give !== undefined)
  client.clearAuth()
  give(tokenOf("ann"))
  await ready
  expect(client.getQueryResult(list)).toBeUndefined()
  client.mutation("tasks:create", { by: "nobody" }).catch(() => undefined)
  const peer = await env.server.accept()
  await peer.greet()
  expect(await peer.next()).toMatchObject({ type: "mutation", args: { by: "nobody" } })
})

test("a user whose token cannot be had at first is shown what is theirs, and it runs, when it can", async () => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined)
  const kept: CachedEntry = { result: ["secret"], timestamp: Date.now(), owner: ann }
  const persistence = usedByAnn(leftBy(ann, "ann"), [list, kept])
  let getToken: GetToken = () => Promise.reject(new Error("offline"))
  const { client, peer } = await open(persistence, (options) => getToken(options))
  // It may be anybody's visit.
  expect(client.getQueryResult(list)).toBeUndefined()
  getToken = () => tokenOf("ann")
  await signIn(peer)
  expect(client.getQueryResult(list)).toEqual(["secret"])
  client.subscribe("tasks:mine", {})
  const frames = [await peer.next(), await peer.next()]
  expect(frames).toContainEqual(expect.objectContaining({ type: "mutation", args: { by: "ann" } }))
  peer.send({ type: "result", id: "q1", result: [1], ts: 100, hash: "h1" })
  await until(() => persistence.entries.get(QueryStore.makeKey("tasks:mine", {}))?.owner === ann)
  logged.mockRestore()
})

test("what is done while no token says by whom runs for the last user, and for no other", async () => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined)
  const persistence = usedByAnn()
  await actOffline(persistence, "ann", () => Promise.reject(new Error("offline")))
  expect(await runOnVisit(persistence)).toEqual(["this visit"])
  expect(await runOnVisit(persistence, () => tokenOf("ann"))).toEqual(["ann", "this visit"])
  logged.mockRestore()
})

test("another user's token does not blank what was answered while there was none", async () => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined)
  const offline = () => Promise.reject(new Error("offline"))
  const tokens = [() => tokenOf("bob"), offline, () => tokenOf("bob")]
  const { client, peer } = await open(usedByAnn(), () => tokens.shift()?.())
  client.subscribe("posts:public", {})
  await peer.greet({ session: "f".repeat(32) })
  expect(await peer.next()).toMatchObject({ type: "query" })
  peer.send({ type: "result", id: "q1", result: ["post"], ts: 100, hash: "h1" })
  expect(await peer.next()).toMatchObject({ type: "auth" })
  expect(client.getQueryResult("posts:public|{}")).toEqual(["post"])
  logged.mockRestore()
})

test("a token of another user on an open connection ends what the first one had there", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] })
  let token = tokenOf("ann", 120)
  const persistence = new MemoryAdapter()
  const { client, peer } = await open(persistence, () => token)
  client.subscribe("tasks:list", {})
  await signIn(peer)
  await peer.next()
  peer.send({ type: "result", id: "q1", result: ["secret"], ts: 100, hash: "h1" })
  await until(() => client.hasServerResult(list))
  vi.advanceTimersByTime(100)
  await until(() => persistence.entries.has(list))
  const pending = client.mutation("tasks:create", { by: "ann" })
  await peer.next()
  token = tokenOf("bob")
  vi.advanceTimersByTime(61_000)
  await expect(pending).rejects.toMatchObject({ code: "unauthenticated" })
  expect(client.getQueryResult(list)).toBeUndefined()
  const next = await env.server.accept()
  expect(await signIn(next)).toBe(token)
  expect(await next.next()).toEqual({ type: "query", id: "q1", fn: "tasks:list", args: {} })
  next.send({ type: "result", id: "q1", result: ["of bob"], ts: 100, hash: "h2" })
  await until(() => client.hasServerResult(list))
  vi.advanceTimersByTime(100)
  await until(() => persistence.entries.has(list))
  expect(persistence.entries.get(list)).toMatchObject({ result: ["of bob"], owner: bob })
  expect(persistence.entries.get("$identity")).toMatchObject({ result: bob, owner: bob })
})

test("who signs in after a visit as nobody goes on with what is shown", async () => {
  const { client, peer } = await open(new MemoryAdapter())
  client.subscribe("posts:public", {})
  await peer.greet()
  await peer.next()
  peer.send({ type: "result", id: "q1", result: ["post"], ts: 100, hash: "h1" })
  await until(() => client.hasServerResult("posts:public|{}"))
  client.setAuth(() => tokenOf("ann"))
  await signIn(await env.server.accept())
  expect(client.getQueryResult("posts:public|{}")).toEqual(["post"])
})

test("a user for whom there is no token any more stays the one whose things are kept", async () => {
  const persistence = new MemoryAdapter()
  let token: string | null = tokenOf("ann")
  const { client, peer } = await open(persistence, () => token)
  client.subscribe("tasks:list", {})
  await signIn(peer)
  await peer.next()
  peer.send({ type: "result", id: "q1", result: ["secret"], ts: 100, hash: "h1" })
  await until(() => client.hasServerResult(list))
  token = null
  client.action("a:a").catch(() => undefined)
  await peer.next()
  peer.send({ type: "error", id: "a1", code: "unauthenticated", message: "The sign-in has ended" })
  const again = await env.server.accept()
  await again.greet()
  await again.greet()
  expect(client.getQueryResult(list)).toEqual(["secret"])
  expect(persistence.entries.get("$identity")).toMatchObject({ result: ann, owner: ann })
})

test("a user whose tokens do not say who it is and serve once keeps what they did on the first visit", async () => {
  let n = 0
  const { client, peer } = await open(new MemoryAdapter(), () => `opaque ${++n}`)
  client.mutation("tasks:create", { by: "user" }).catch(() => undefined)
  expect(await signIn(peer)).toBe("opaque 2")
  expect(await peer.next()).toMatchObject({ type: "mutation", args: { by: "user" } })
})

test.each([
  ["the same function", true, "pending"],
  ["another function", false, "unauthenticated"],
])("after setAuth with %s, tokens that do not say who it is are those of the same user: %s", async (_, isSame, end) => {
  let n = 0
  const getToken = () => `opaque ${++n}`
  const { client, peer } = await open(new MemoryAdapter(), getToken)
  await signIn(peer)
  let outcome = "pending"
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined)
  client.mutation("tasks:create", { by: "user" }).catch((error: { code: string }) => (outcome = error.code))
  await peer.next()
  client.setAuth(isSame ? getToken : () => getToken())
  const again = await env.server.accept()
  await signIn(again)
  if (isSame) expect(await again.next()).toMatchObject({ type: "mutation", args: { by: "user" } })
  expect(outcome).toBe(end)
  logged.mockRestore()
})

test("another schema discards what every user left, whoever visits first", async () => {
  const persistence = usedByAnn([list, { result: ["old"], timestamp: Date.now(), owner: ann }])
  const client = env.connect({ persistence, schemaVersion: "2" })
  await client.init()
  expect([...persistence.entries.keys()]).toEqual(["$identity", "$schema"])
})

test("old results are discarded, whoever visits", async () => {
  const persistence = usedByAnn([list, { result: ["old"], timestamp: 1, owner: ann }])
  await open(persistence, () => tokenOf("bob"))
  expect([...persistence.entries.keys()]).toEqual(["$identity"])
})
