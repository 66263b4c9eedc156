import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { Backend } from "./harness/backend.js"

let backend: Backend

beforeAll(async () => {
  backend = await Backend.start("release")
})
afterAll(() => backend.stop())

const user = { Cookie: "session=ada" }

describe("the documented gateway", () => {
  test("answers 401 to whom it does not know, on every path, and health to everybody", async () => {
    for (const path of ["/query", "/api/tasks", "/storage/_storage/x", "/__admin/run", "/anything"]) {
      const answer = await backend.fetch(`/handwritten${path}`, { method: "POST", body: "{}" })
      expect([path, answer.status, await answer.json()]).toEqual([path, 401, { error: "Not authenticated" }])
    }
    await expect(backend.connect("/handwritten/ws")).rejects.toThrow("401")
    await expect(backend.connect("/handwritten/ws", { Cookie: "session=unknown" })).rejects.toThrow("401")
    expect(await (await backend.fetch("/handwritten/health")).text()).toBe("ok")
  })

  test("lets sockets, server-rendered queries and HTTP actions of its users through, unchanged", async () => {
    const socket = await backend.connect("/handwritten/ws", user)
    const list = { type: "query", id: "q", fn: "tasks:list", args: { project: "a" } }
    expect(await socket.ask(list)).toMatchObject({ type: "result", result: [] })
    const created = await backend.post("/handwritten/api/tasks", { project: "a", text: "milk" }, user)
    expect(created).toMatchObject({ status: 201 })
    expect(await socket.next()).toMatchObject({ type: "update", result: [{ text: "milk" }] })
    const query = { fn: "tasks:list", args: { project: "a" } }
    expect(await backend.post("/handwritten/query", query, user)).toMatchObject({
      body: { result: [{ text: "milk" }] },
    })
  })

  test("adds no identity: the object knows nobody by a forwarded header", async () => {
    const forged = { ...user, "X-User": "eve", "cf-zeroback": '{"subject":"eve"}', Authorization: "Bearer eve" }
    expect(await backend.post("/handwritten/query", { fn: "tasks:whoAmI" }, forged)).toMatchObject({
      body: { result: null },
    })
  })

  test("leads each user to the object of the team, and to no other", async () => {
    const other = { Cookie: "session=bob" }
    const socket = await backend.connect("/handwritten-tenants/ws", user)
    const created = await socket.ask({
      type: "mutation",
      id: "m",
      fn: "tasks:create",
      args: { project: "t", text: "of ada's team" },
    })
    expect(created).toMatchObject({ type: "mutationResult" })
    const list = { fn: "tasks:list", args: { project: "t" } }
    const get = { fn: "tasks:get", args: { id: created["result"] } }
    const ask = async (body: object, headers: Record<string, string>) =>
      (await backend.post("/handwritten-tenants/query", body, headers)).body.result as unknown
    expect(await ask(list, user)).toMatchObject([{ text: "of ada's team" }])
    expect(await ask(list, { ...other, "X-Tenant": "of ada" })).toEqual([])
    expect(await ask(get, other)).toBeNull()
    expect((await backend.fetch("/handwritten-tenants/query", { method: "POST" })).status).toBe(401)
  })

  test("sets its own CORS headers on the answers that pass", async () => {
    const origin = "https://app.example"
    const preflight = await backend.fetch("/handwritten-cors/query", { method: "OPTIONS", headers: { Origin: origin } })
    expect(preflight.status).toBe(204)
    const answer = await backend.fetch("/handwritten-cors/query", {
      method: "POST",
      headers: { ...user, Origin: origin, "Content-Type": "application/json" },
      body: JSON.stringify({ fn: "tasks:list", args: { project: "b" } }),
    })
    expect(await answer.json()).toEqual({ result: [] })
    expect(answer.headers.get("Access-Control-Allow-Origin")).toBe(origin)
    expect(answer.headers.get("Access-Control-Allow-Credentials")).toBe("true")
  })
})
