import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { Backend } from "./harness/backend.js"

let backend: Backend
let tenants = 0

beforeAll(async () => {
  backend = await Backend.start("release")
})
afterAll(() => backend.stop())

const fresh = (app = "authenticated") => `/${app}/t/auth${++tenants}`
const whoAmI = { type: "query", id: "q", fn: "tasks:whoAmI", args: {} }
const auth = (token: string | null) => ({ type: "auth", token })

describe("a token on a socket", () => {
  test("runs the queries again that read the identity, and only those", async () => {
    const socket = await backend.connect(`${fresh()}/ws`)
    expect(await socket.ask(whoAmI)).toMatchObject({ result: null })
    await socket.ask({ type: "query", id: "l", fn: "tasks:list", args: { project: "a" } })
    const runs = async () => (await socket.ask({ type: "action", id: "a", fn: "tasks:countListRuns" })).result
    const before = await runs()
    expect(await socket.ask(auth("ada"))).toEqual({ type: "authResult", ok: true })
    expect(await socket.next()).toEqual({ type: "update", id: "q", result: { subject: "ada" } })
    expect(await socket.ask(auth(null))).toEqual({ type: "authResult", ok: true })
    expect(await socket.next()).toEqual({ type: "update", id: "q", result: null })
    expect(await runs()).toBe(before)
  })

  test("that is refused leaves the user signed in", async () => {
    const socket = await backend.connect(`${fresh()}/ws`)
    await socket.ask(auth("ada"))
    for (const bad of ["forged", "nobody", "line\nbreak"]) {
      expect(await socket.ask(auth(bad)), bad).toEqual({ type: "authResult", ok: false, error: expect.any(String) })
    }
    expect(await socket.ask(whoAmI)).toMatchObject({ result: { subject: "ada" } })
  })

  test("counts after an eviction", async () => {
    const base = fresh()
    const socket = await backend.connect(`${base}/ws`)
    await socket.ask(auth("ada"))
    await backend.evict("AuthenticatedDO", base)
    expect(await socket.ask(whoAmI)).toMatchObject({ result: { subject: "ada" } })
  })

  test("ends when it says so: nothing runs for it any more, and a new one helps", async () => {
    const socket = await backend.connect(`${fresh()}/ws`)
    await socket.ask(auth(`ada until ${Date.now() - 1}`))
    const create = { type: "mutation", id: "m", fn: "tasks:create", args: { project: "a", text: "x" } }
    expect(await socket.ask(create)).toMatchObject({ type: "error", id: "m", code: "unauthenticated" })
    expect(await socket.next()).toMatchObject({ type: "authResult", ok: false })
    expect(await socket.ask(auth(`ada until ${Date.now() + 60_000}`))).toMatchObject({ ok: true })
    expect(await socket.ask(create)).toMatchObject({ type: "mutationResult" })
  })

  test("is refused by an app that does not authenticate", async () => {
    const socket = await backend.connect(`${fresh("plain")}/ws`)
    const error = expect.stringContaining("authenticate")
    expect(await socket.ask(auth("ada"))).toEqual({ type: "authResult", ok: false, error })
  })

  test("that is none is a malformed frame", async () => {
    const socket = await backend.connect(`${fresh()}/ws`)
    expect(await socket.ask({ type: "auth", token: 7 })).toMatchObject({ type: "error", code: "bad_request" })
  })
})

describe("an authenticate that returns", () => {
  test.each(["text", "number", "date", "end"])("no identity (%s) lets nobody in", async (odd) => {
    const path = fresh()
    const socket = await backend.connect(`${path}/ws`)
    expect(await socket.ask(auth(`odd ${odd}`))).toEqual({ type: "authResult", ok: false, error: expect.any(String) })
    expect(await socket.ask(whoAmI)).toMatchObject({ result: null })
    expect(await asked(path, odd)).toMatchObject({ status: 401, body: { code: "unauthenticated" } })
  })

  test("nothing says that nobody is signed in, and a claim that is undefined is none", async () => {
    const path = fresh()
    expect(await asked(path, "nothing")).toEqual({ status: 200, body: { result: null } })
    expect(await asked(path, "member")).toEqual({ status: 200, body: { result: { subject: "ada" } } })
    const socket = await backend.connect(`${path}/ws`)
    expect(await socket.ask(auth("odd nothing"))).toMatchObject({ type: "authResult", ok: false })
    expect(await socket.ask(auth("odd member"))).toMatchObject({ type: "authResult", ok: true })
  })

  const asked = (path: string, odd: string) =>
    backend.post(`${path}/query`, { fn: "tasks:whoAmI" }, { Authorization: `Bearer odd ${odd}` })
})

test.each([
  ["https://evil.example", "session=1", false],
  ["null", "session=1", false],
  ["https://evil.example", undefined, true],
  ["https://app.example", "session=1", true],
  ["http://127.0.0.1:5173", "session=1", true],
])("a page of %s with the cookie %s connects: %s", async (origin, cookie, connects) => {
  const headers = { Origin: origin, ...(cookie !== undefined && { Cookie: cookie }) }
  const connected = backend.connect(`${fresh()}/ws`, headers).then(
    () => true,
    (refusal: Error) => {
      expect(refusal.message).toContain("403")
      return false
    },
  )
  expect(await connected).toBe(connects)
})
