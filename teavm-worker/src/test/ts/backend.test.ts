import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { Backend } from "./harness/backend.js"
import type { Frame } from "./harness/connection.js"

let backend: Backend
let tenants = 0

beforeAll(async () => {
  backend = await Backend.start("strict", { ZEROBACK_ADMIN_KEY: "key" })
})
afterAll(() => backend.stop())

/** The address of an app's object that no other test uses. */
function fresh(app = "plain"): string {
  return `/${app}/t/object${++tenants}`
}

describe("a socket", () => {
  test("receives the change that another socket makes", async () => {
    const base = fresh()
    const watcher = await backend.connect(`${base}/ws`)
    const writer = await backend.connect(`${base}/ws`)
    const query = { type: "query", id: "q", fn: "tasks:list", args: { project: "a" } }
    expect(await watcher.ask(query)).toEqual({ type: "result", id: "q", result: [] })

    const created = await writer.ask({
      type: "mutation",
      id: "m",
      fn: "tasks:create",
      args: { project: "a", text: "milk" },
    })
    expect(created).toEqual({ type: "mutationResult", id: "m", result: expect.stringMatching(/^tasks:[0-9A-Z]{26}$/) })

    const update = await watcher.next()
    const task = { _id: created["result"], _creationTime: expect.any(Number), project: "a", text: "milk", done: false }
    expect(update).toEqual({ type: "update", id: "q", result: [task] })
  })

  test("is shown the documents, whatever a handler has done to those it was given before", async () => {
    const base = fresh()
    const watcher = await backend.connect(`${base}/ws`)
    const writer = await backend.connect(`${base}/ws`)
    const mutate = (fn: string, args: object) => writer.ask({ type: "mutation", id: "m", fn, args })
    const { result: id } = await mutate("tasks:create", { project: "a", text: "milk" })
    await mutate("tasks:create", { project: "a", text: "bread" })
    await watcher.ask({ type: "query", id: "q", fn: "tasks:shout", args: { project: "a" } })

    for (const done of [true, false, true]) {
      await mutate("tasks:toggle", { id })
      expect(await watcher.next()).toMatchObject({
        type: "update",
        result: [{ text: "bread!" }, { text: "milk!", done }],
      })
    }
  })

  test("receives a result that is larger than one SQL value", async () => {
    const socket = await backend.connect(`${fresh()}/ws`)
    for (let i = 0; i < 6; i++) {
      const args = { project: "a", text: `${i}${"x".repeat(500_000)}` }
      expect(await socket.ask({ type: "mutation", id: `m${i}`, fn: "tasks:create", args })).not.toHaveProperty("code")
    }
    const answer = await socket.ask({ type: "query", id: "q", fn: "tasks:list", args: { project: "a" } })
    expect((answer["result"] as { text: string }[]).map((task) => task.text[0])).toEqual(["0", "1", "2", "3", "4", "5"])
  })

  test("is told of a result that cannot be sent, and stays usable", async () => {
    const socket = await backend.connect(`${fresh()}/ws`)
    expect(await socket.ask({ type: "query", id: "d", fn: "tasks:date" })).toMatchObject({
      type: "error",
      id: "d",
      code: "execution_error",
      message: expect.stringContaining("Date"),
    })
    expect(await socket.ask({ type: "query", id: "l", fn: "tasks:dateInAList" })).toMatchObject({
      message: expect.stringMatching(/Date.*\[270\]\.when|\[270\]\.when.*Date/),
    })
    expect(await socket.ask({ type: "mutation", id: "m", fn: "tasks:createAndReturnDate" })).toMatchObject({
      type: "error",
      code: "execution_error",
    })
    const list = { type: "query", id: "q", fn: "tasks:list", args: { project: "a" } }
    expect(await socket.ask(list)).toEqual({ type: "result", id: "q", result: [] })
  })

  test("is told of an update that cannot be read, and of the next one", async () => {
    const socket = await backend.connect(`${fresh()}/ws`)
    await socket.ask({ type: "hello", protocol: 2, capabilities: ["patch", "hash"] })
    const create = (text: string) =>
      socket.send({ type: "mutation", id: text, fn: "tasks:create", args: { project: "a", text } })
    const next = async (type: string): Promise<Frame> => {
      const frame = await socket.next()
      return frame["type"] === type ? frame : next(type)
    }
    create("one")
    await next("updates")
    await socket.ask({ type: "query", id: "q", fn: "tasks:touchy" })
    create("two")
    expect(await next("updates")).toMatchObject({ items: [{ error: { message: expect.stringContaining("not now") } }] })
    create("three")
    expect(await next("updates")).toMatchObject({ items: [{ result: [{ text: "one" }, { text: "two" }, {}] }] })
  })

  test("is not disturbed by writes outside of the range it reads", async () => {
    const base = fresh()
    const socket = await backend.connect(`${base}/ws`)
    await socket.ask({ type: "query", id: "q", fn: "tasks:list", args: { project: "a" } })
    const runs = async () => (await socket.ask({ type: "action", id: "a", fn: "tasks:countListRuns" })).result
    const before = await runs()
    const other = { type: "mutation", id: "m", fn: "tasks:create", args: { project: "b", text: "milk" } }
    expect(await socket.ask(other)).toMatchObject({ type: "mutationResult", id: "m" })
    expect(await runs()).toBe(before)
  })

  test("keeps its subscriptions when the object is evicted", async () => {
    const base = fresh()
    const watcher = await backend.connect(`${base}/ws`)
    await watcher.ask({ type: "query", id: "q", fn: "tasks:list", args: { project: "a" } })
    await backend.evict("ZerobackDO", base)
    const writer = await backend.connect(`${base}/ws`)
    await writer.ask({ type: "mutation", id: "m", fn: "tasks:create", args: { project: "a", text: "milk" } })
    expect(await watcher.next()).toMatchObject({ type: "update", id: "q", result: [{ text: "milk" }] })
  })

  test("is answered when it pings, awake or not", async () => {
    const base = fresh()
    const socket = await backend.connect(`${base}/ws`)
    expect(await socket.ask({ type: "ping" })).toEqual({ type: "pong" })
    await backend.evict("ZerobackDO", base)
    expect(await socket.ask({ type: "ping" })).toEqual({ type: "pong" })
  })

  test("survives frames that are not frames", async () => {
    const socket = await backend.connect(`${fresh()}/ws`)
    for (const bad of ["", "{", "[]", "null", '{"type":"nonsense"}', '{"type":"query","id":7}']) {
      socket.send(bad)
      expect(await socket.next(), bad).toMatchObject({ type: "error", code: "bad_request" })
    }
    socket.send(Buffer.from([1, 2, 3]))
    expect(await socket.next()).toMatchObject({ type: "error", code: "bad_request" })
    expect(await socket.ask({ type: "query", id: "q", fn: "tasks:nothing" })).toEqual({ type: "result", id: "q" })
  })

  test("completes the close that the client begins", async () => {
    const socket = await backend.connect(`${fresh()}/ws`)
    await socket.ask({ type: "ping" })
    await socket.close()
  })

  test("is refused without an upgrade", async () => {
    expect((await backend.fetch(`${fresh()}/ws`)).status).toBe(426)
  })
})

describe("a handler", () => {
  const create = (args: object) => ({ type: "mutation", id: "m", fn: "tasks:create", args })

  test("gets and returns int64 and bytes", async () => {
    const socket = await backend.connect(`${fresh()}/ws`)
    const values = { weight: { $int64: "9007199254740993" }, picture: { $bytes: "AQID" } }
    const { result: id } = await socket.ask(create({ project: "a", text: "x", ...values }))
    expect(await socket.ask({ type: "query", id: "q", fn: "tasks:get", args: { id } })).toMatchObject({
      result: { _id: id, ...values },
    })
  })

  test("reads its filter, order and limit from the builder", async () => {
    const socket = await backend.connect(`${fresh()}/ws`)
    const ids: string[] = []
    for (const text of ["one", "", "three"]) ids.push((await socket.ask(create({ project: "a", text }))).result)
    const open = { type: "query", id: "q", fn: "tasks:open", args: { project: "a" } }
    expect((await socket.ask(open)).result.map((task: any) => task._id)).toEqual([ids[2], ids[0]])
  })

  test("reads many documents at once, missing ones as null", async () => {
    const socket = await backend.connect(`${fresh()}/ws`)
    const { result: a } = await socket.ask(create({ project: "a", text: "x" }))
    const b = a.slice(0, -1) + (a.endsWith("0") ? "1" : "0")
    expect(await socket.ask({ type: "query", id: "q", fn: "tasks:getBoth", args: { a, b } })).toMatchObject({
      result: [{ _id: a }, null],
    })
  })

  test("that throws leaves nothing behind and tells clients no secret", async () => {
    const socket = await backend.connect(`${fresh()}/ws`)
    const failing = { type: "mutation", id: "m", fn: "tasks:createThenFail", args: { project: "a" } }
    expect(await socket.ask(failing)).toEqual({
      type: "error",
      id: "m",
      code: "execution_error",
      message: expect.stringMatching(/^Server error \(request [0-9a-f]{8}-\d+\)$/),
    })
    const list = { type: "query", id: "q", fn: "tasks:list", args: { project: "a" } }
    expect(await socket.ask(list)).toEqual({ type: "result", id: "q", result: [] })
  })

  test("that throws a ZerobackError gives its data to the client", async () => {
    const socket = await backend.connect(`${fresh()}/ws`)
    const { result: id } = await socket.ask(create({ project: "a", text: "x" }))
    await socket.ask({ type: "mutation", id: "m", fn: "tasks:remove", args: { id } })
    const expected = { code: "app_error", message: "No such task", data: { id } }
    expect(await socket.ask({ type: "mutation", id: "t", fn: "tasks:toggle", args: { id } })).toEqual({
      type: "error",
      id: "t",
      ...expected,
    })
    expect(await socket.ask({ type: "action", id: "a", fn: "tasks:catchNested", args: { id } })).toEqual({
      type: "actionResult",
      id: "a",
      result: expected,
    })
  })

  test("cannot write after it has returned", async () => {
    const socket = await backend.connect(`${fresh()}/ws`)
    await socket.ask({ type: "mutation", id: "m", fn: "tasks:writeTooLate", args: { project: "a" } })
    const { result } = await socket.ask({ type: "action", id: "a", fn: "tasks:takeLateError" })
    expect(result).toMatch(/^bad_request: /)
    const list = { type: "query", id: "q", fn: "tasks:list", args: { project: "a" } }
    expect(await socket.ask(list)).toMatchObject({ result: [] })
  })

  test("of an action calls queries and mutations, internal ones too", async () => {
    const socket = await backend.connect(`${fresh()}/ws`)
    const call = { type: "action", id: "a", fn: "tasks:createViaAction", args: { project: "a", text: "x" } }
    expect(await socket.ask(call)).toEqual({ type: "actionResult", id: "a", result: { hidden: "hidden", count: 1 } })
  })
})

describe("HTTP", () => {
  test("/health is open", async () => {
    const response = await backend.fetch(`${fresh()}/health`)
    expect([response.status, await response.text()]).toEqual([200, "OK"])
    expect((await backend.fetch(`${fresh()}/health`, { method: "POST" })).status).toBe(405)
  })

  test("/query runs public queries only", async () => {
    const base = fresh()
    const call = (body: unknown) => backend.post(`${base}/query`, body)
    expect(await call({ fn: "tasks:list", args: { project: "a" } })).toEqual({ status: 200, body: { result: [] } })
    expect(await call({ fn: "tasks:nothing" })).toEqual({ status: 200, body: {} })
    expect(await call({ fn: "tasks:create", args: {} })).toMatchObject({ status: 400, body: { code: "bad_request" } })
    expect(await call({ fn: "tasks:secret" })).toMatchObject({ status: 403, body: { code: "forbidden" } })
    expect(await call({ fn: "tasks:lost" })).toMatchObject({ status: 404, body: { code: "not_found" } })
    expect(await call({ fn: "__proto__" })).toMatchObject({ status: 404, body: { code: "not_found" } })
    expect(await call({ fn: "tasks:list", args: {} })).toMatchObject({
      status: 400,
      body: { code: "bad_request", error: expect.stringContaining("Missing required field") },
    })
  })

  test.each([["{"], ["[]"], ["null"], ['"x"'], ["{}"], ['{"fn":3}'], ['{"fn":"tasks:list","args":[]}'], [""]])(
    "/query refuses the body %s",
    async (body) => {
      expect(await backend.post(`${fresh()}/query`, body)).toMatchObject({
        status: 400,
        body: { code: "bad_request", error: expect.any(String) },
      })
    },
  )

  test("/query wants JSON by its content type", async () => {
    const response = await backend.fetch(`${fresh()}/query`, { method: "POST", body: '{"fn":"tasks:nothing"}' })
    expect(response.status).toBe(400)
  })

  test("/query is readable from any origin, without credentials", async () => {
    const base = fresh()
    const preflight = await backend.fetch(`${base}/query`, { method: "OPTIONS" })
    expect(preflight.status).toBe(204)
    const response = await backend.fetch(`${base}/query`, { method: "POST", body: "" })
    for (const { headers } of [preflight, response]) {
      expect(headers.get("Access-Control-Allow-Origin")).toBe("*")
      expect(headers.get("Access-Control-Allow-Credentials")).toBeNull()
    }
  })

  test("unknown paths, strange tenants and admin routes without a key look the same", async () => {
    const absent = { status: 404, body: { error: "Not found", code: "not_found" } }
    const run = { fn: "tasks:secret" }
    expect(await backend.post(`${fresh()}/nowhere`, run)).toEqual(absent)
    expect(await backend.post(`${fresh()}/__admin/run`, run)).toEqual(absent)
    expect(await backend.post(`${fresh()}/__dev/reset`, run, { Authorization: "Bearer " })).toEqual(absent)
    expect(await backend.post("/plain/t/stranger/query", run)).toEqual(absent)
  })

  test("a tenant's object has data of its own", async () => {
    const [one, two] = [fresh(), fresh()]
    const socket = await backend.connect(`${one}/ws`)
    await socket.ask({ type: "mutation", id: "m", fn: "tasks:create", args: { project: "a", text: "x" } })
    const list = { fn: "tasks:list", args: { project: "a" } }
    expect((await backend.post(`${one}/query`, list)).body.result).toHaveLength(1)
    expect((await backend.post(`${two}/query`, list)).body.result).toHaveLength(0)
    expect((await backend.post("/plain/query", list)).body.result).toHaveLength(0)
  })

  test.each(["default", "def%61ult"])("no tenant %s reaches the object of those without one", async (tenant) => {
    const run = { fn: "tasks:list", args: { project: "a" } }
    expect((await backend.post("/plain/query", run)).status).toBe(200)
    expect((await backend.post(`/plain/t/${tenant}/query`, run)).status).toBe(404)
  })

  test("a missing binding is named", async () => {
    expect(await backend.post("/unbound/query", {})).toMatchObject({
      status: 503,
      body: { error: expect.stringContaining("NO_SUCH_DO") },
    })
  })
})

describe("identity", () => {
  const whoAmI = { type: "query", id: "q", fn: "tasks:whoAmI", args: {} }

  test("comes from authenticate, inside the object, and survives eviction", async () => {
    const base = fresh("authenticated")
    const ada = await backend.connect(`${base}/ws?token=ada`)
    const nobody = await backend.connect(`${base}/ws`)
    expect(await ada.ask(whoAmI)).toMatchObject({ result: { subject: "ada" } })
    expect(await nobody.ask(whoAmI)).toMatchObject({ result: null })
    await backend.evict("AuthenticatedDO", base)
    expect(await ada.ask({ ...whoAmI, id: "again" })).toMatchObject({ result: { subject: "ada" } })
  })

  test("comes from the gateway's cf, never from a header", async () => {
    const forged = { "cf-zeroback": '{"subject":"eve"}', "x-zeroback-identity": "eve", cf: '{"zeroback":{}}' }
    const call = { fn: "tasks:whoAmI" }
    expect(await backend.post(`${fresh("gateway")}/query`, call)).toMatchObject({
      body: { result: { subject: "from the gateway" } },
    })
    expect(await backend.post(`${fresh()}/query`, call, forged)).toMatchObject({ body: { result: null } })
  })

  test("is what authenticate says where there is one, whatever the gateway attaches", async () => {
    const base = fresh("gateway-authenticated")
    const call = { fn: "tasks:whoAmI" }
    expect(await backend.post(`${base}/query`, call)).toMatchObject({ body: { result: null } })
    expect(await backend.post(`${base}/query?token=ada`, call)).toMatchObject({ body: { result: { subject: "ada" } } })
  })

  test("that cannot be established is 401", async () => {
    const base = fresh("authenticated")
    expect(await backend.post(`${base}/query?token=forged`, { fn: "tasks:whoAmI" })).toMatchObject({
      status: 401,
      body: { code: "unauthenticated", error: "Authentication failed" },
    })
    await expect(backend.connect(`${base}/ws?token=forged`)).rejects.toThrow("401")
  })
})

describe("an app whose schema is refused", () => {
  const told = expect.stringMatching(
    /^This app cannot be served at present \(request [0-9a-f]{8}\); its log has the reason\.$/,
  )
  const unavailable = { code: "unavailable", error: told }

  test("answers every request, with the reason for the operator only", async () => {
    const base = fresh("broken")
    expect(await backend.post(`${base}/query`, { fn: "tasks:list" })).toMatchObject({ status: 503, body: unavailable })
    const health = await backend.fetch(`${base}/health`)
    expect([health.status, await health.json()]).toEqual([503, unavailable])
    const asked = await backend.post(`${base}/__admin/run`, { fn: "tasks:list" }, { Authorization: "Bearer key" })
    expect(asked).toMatchObject({ status: 503, body: { error: expect.stringContaining("no good") } })
    const log = await backend.fetch(`${base}/__admin/logs?follow=0`, { headers: { Authorization: "Bearer key" } })
    expect(await log.text()).toContain("no good")
  })

  test("answers every frame", async () => {
    const socket = await backend.connect(`${fresh("broken")}/ws`)
    const refused = { type: "error", code: "unavailable", message: told }
    expect(await socket.ask({ type: "hello", protocol: 2, capabilities: [] })).toEqual(refused)
    expect(await socket.ask({ type: "mutation", id: "m", fn: "tasks:create" })).toEqual({ ...refused, id: "m" })
    expect(await socket.ask({ type: "query", id: "q", fn: "tasks:list" })).toEqual({ ...refused, id: "q" })
    socket.send("{")
    expect(await socket.next()).toEqual(refused)
  })

  test("is served again once the schema fits the stored documents", async () => {
    const base = fresh("evolving")
    const deploy = async (number: number) => {
      await backend.fetch(`/deploy/${number}`)
      await backend.evict("EvolvingDO", base)
    }
    const list = { fn: "tasks:list", args: { project: "a" } }
    const socket = await backend.connect(`${base}/ws`)
    const create = { type: "mutation", id: "m", fn: "tasks:create", args: { project: "a", text: "milk" } }
    const { result: id } = await socket.ask(create)
    await deploy(1)
    expect(await backend.post(`${base}/query`, list)).toMatchObject({ status: 503, body: unavailable })
    expect(await backend.post(`${base}/__admin/run`, list, { Authorization: "Bearer key" })).toMatchObject({
      status: 503,
      body: {
        code: "unavailable",
        error: expect.stringContaining(`Table "tasks", field "text": documents that do not fit: 1, for example ${id}`),
      },
    })
    await deploy(0)
    expect(await backend.post(`${base}/query`, list)).toMatchObject({ body: { result: [{ _id: id, text: "milk" }] } })
  })
})
