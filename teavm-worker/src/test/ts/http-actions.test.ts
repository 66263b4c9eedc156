import { httpAction, httpRouter } from "@zeroback/server"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { Backend } from "./harness/backend.js"

let backend: Backend
let tenants = 0

beforeAll(async () => {
  backend = await Backend.start("release")
})
afterAll(() => backend.stop())

const fresh = (app = "plain") => `/${app}/t/http${++tenants}`
const text = async (path: string, init?: RequestInit) => {
  const response = await backend.fetch(path, init)
  return { status: response.status, text: await response.text() }
}

describe("a route", () => {
  test("calls queries and mutations", async () => {
    const base = fresh()
    const created = await backend.post(`${base}/api/tasks`, { project: "a", text: "milk" })
    expect(created).toEqual({ status: 201, body: { id: expect.stringMatching(/^tasks:/) } })
    const listed = await backend.fetch(`${base}/api/tasks?project=a`)
    expect(await listed.json()).toMatchObject([{ _id: created.body.id, text: "milk" }])
  })

  test("that is exact goes before a prefix, and a longer prefix before a shorter", async () => {
    const base = fresh()
    expect((await text(`${base}/api/tasks`)).text).toBe("[]")
    expect((await text(`${base}/api/tasks/1/2`)).text).toBe("long")
    expect((await text(`${base}/api/other`)).text).toBe("short")
    expect((await text(`${base}/api/tasks/1`, { method: "DELETE" })).text).toBe("deleted")
    expect((await text(`${base}/a%20b`)).text).toBe("spaced")
  })

  test("answers HEAD as GET without a body", async () => {
    expect(await text(`${fresh()}/api/other`, { method: "HEAD" })).toEqual({ status: 200, text: "" })
  })

  test("that does not exist is 404, one without the method 405 with those that it has", async () => {
    const base = fresh()
    expect((await text(`${base}/api`)).status).toBe(404)
    const refused = await backend.fetch(`${base}/api/tasks`, { method: "PUT" })
    expect([refused.status, refused.headers.get("Allow")]).toEqual([405, "DELETE, GET, HEAD, POST"])
    expect((await text(`${base}/refuse`, { method: "POST" })).status).toBe(405)
  })

  test("reads a body while its answer is sent", async () => {
    expect(await text(`${fresh()}/later`, { method: "POST", body: "later" })).toEqual({ status: 200, text: "later" })
  })

  test("reads a body of unknown length as it comes", async () => {
    const parts = ["one ", "two"]
    const body = new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        await new Promise((resolve) => setTimeout(resolve, 10))
        const part = parts.shift()
        if (part === undefined) controller.close()
        else controller.enqueue(new TextEncoder().encode(part))
      },
    })
    const init = { method: "POST", body, duplex: "half" } as RequestInit
    expect((await text(`${fresh()}/shout`, init)).text).toBe("ONE TWO")
  })

  test("sends its answer as it comes, and calls functions meanwhile", async () => {
    const base = fresh()
    const response = await backend.fetch(`${base}/slowly`, { headers: { "Accept-Encoding": "identity" } })
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
    expect(await reader.read()).toMatchObject({ value: "begun" })
    await backend.post(`${base}/api/tasks`, { project: "awaited", text: "x" })
    expect(await reader.read()).toMatchObject({ value: "1" })
    expect(await reader.read()).toMatchObject({ done: true })
  })

  test("knows who asks", async () => {
    const me = async (path: string) => (await backend.fetch(path)).json()
    const ada = { subject: "ada" }
    expect(await me(`${fresh("authenticated")}/me?token=ada`)).toEqual({ direct: ada, called: ada })
    expect(await me(`${fresh("authenticated")}/me`)).toEqual({ direct: null, called: null })
    expect((await backend.fetch(`${fresh("authenticated")}/me?token=forged`)).status).toBe(401)
  })

  test("that throws answers with the app's data, or with nothing but the request's name", async () => {
    const base = fresh()
    const refused = await backend.fetch(`${base}/refuse`)
    expect([refused.status, await refused.json()]).toEqual([
      400,
      { error: "Out of stock", code: "app_error", data: { left: 0 } },
    ])
    for (const path of ["/fail", "/nothing"]) {
      const failed = await backend.fetch(`${base}${path}`)
      const error = expect.stringMatching(/^Server error \(request [0-9a-f]{8}-\d+\)$/)
      expect([failed.status, await failed.json()]).toEqual([500, { error, code: "execution_error" }])
    }
    const misfit = await backend.post(`${base}/api/tasks`, { project: "a" })
    expect(misfit).toMatchObject({ status: 400, body: { error: expect.stringContaining("Missing required field") } })
    const gone = await backend.post(`${base}/remove`, { id: "tasks:01ARZ3NDEKTSV4RRFFQ69G5FAV" })
    expect(gone).toMatchObject({
      status: 404,
      body: { code: "not_found", error: expect.stringContaining("tasks:01ARZ3") },
    })
  })

  test("is no function that a client could call", async () => {
    const socket = await backend.connect(`${fresh()}/ws`)
    const call = { type: "action", id: "a", fn: "GET /me", args: {} }
    expect(await socket.ask(call)).toMatchObject({ type: "error", code: "forbidden" })
  })
})

describe("a router refuses", () => {
  const handler = httpAction(() => new Response())

  test.each([
    ["a path of the server", { path: "/query", method: "GET", handler }, /Zeroback answers that path/],
    ["a path below one", { path: "/storage/x", method: "GET", handler }, /Zeroback answers that path/],
    ["a path without a slash", { path: "api", method: "GET", handler }, /begins with "\/"/],
    ["a query string", { path: "/api?x=1", method: "GET", handler }, /begins with "\/"/],
    ["a method in small letters", { path: "/api", method: "get", handler }, /in capitals/],
    ["a plain function", { path: "/api", method: "GET", handler: (() => new Response()) as never }, /httpAction/],
  ])("%s", (_what, route, message) => {
    expect(() => httpRouter().route(route)).toThrow(message)
  })

  test("the same route twice", () => {
    const http = httpRouter()
    http.route({ path: "/api", method: "GET", handler })
    http.routeWithPrefix({ pathPrefix: "/api", method: "GET", handler })
    expect(() => http.route({ path: "/api", method: "GET", handler })).toThrow("GET /api is there twice")
  })
})
