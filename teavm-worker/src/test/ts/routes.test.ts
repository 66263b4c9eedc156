import { readFileSync } from "node:fs"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { Backend } from "./harness/backend.js"

/** A row of "Every route and who may call it" in docs/http.md. */
interface Route {
  readonly method: string
  readonly path: string
  readonly who: string
}

const page = readFileSync(new URL("../../../../docs/http.md", import.meta.url), "utf8")
const table = page.slice(page.indexOf("## Every route and who may call it"))
const routes: Route[] = [...table.matchAll(/^\| `([A-Z]+) ([^`]+)`[^|]*\| ([^|]+) \|/gm)].map(
  ([, method = "", path = "", who = ""]) => ({ method, path, who: who.trim() }),
)

/** What a stranger is told, by who may call a route. */
const STRANGER: Record<string, { status: number; without?: string }> = {
  "GET /health": { status: 200 },
  "GET /ws": { status: 426 },
  "POST /query": { status: 200 },
  "PUT /storage/upload?token=...": { status: 403 },
  "GET /storage/{storageId}": { status: 404 },
}

const WRONG_CREDENTIALS: Record<string, string>[] = [
  {},
  { Authorization: "Bearer wrong" },
  { Authorization: "Bearer " },
  { Authorization: "Basic a2V5OmtleQ==" },
  { Authorization: "Bearer key", Origin: "https://evil.example" },
  { "X-Zeroback-Admin-Key": "key", "X-Forwarded-For": "127.0.0.1", "CF-Access-Authenticated-User-Email": "a@b.c" },
]

let backend: Backend

beforeAll(async () => {
  backend = await Backend.start("release", { ZEROBACK_ADMIN_KEY: "key" })
})
afterAll(() => backend.stop())

async function ask(app: string, { method, path }: Route, headers: Record<string, string>): Promise<Response> {
  const address = path.replace("...", "invented").replace("{storageId}", "_storage/invented")
  const init = {
    method,
    headers: { "Content-Type": "application/json", ...headers },
    ...(method !== "GET" && { body: '{"fn":"tasks:whoAmI"}' }),
  }
  return await backend.fetch(`/${app}/t/walked${address}`, init)
}

test("the documented list is read whole, and has the operator's routes", () => {
  expect(routes.length).toBeGreaterThanOrEqual(9)
  expect(routes.filter(({ who }) => who === "the operator").length).toBeGreaterThanOrEqual(4)
})

describe.each(routes)("$method $path, for $who", (route) => {
  const known = STRANGER[`${route.method} ${route.path}`]

  test.each(WRONG_CREDENTIALS)("answers a stranger with %j as documented", async (headers) => {
    const answer = await ask("plain", route, headers)
    const body = await answer.text()
    if (route.who === "the operator") {
      expect([answer.status, JSON.parse(body)]).toEqual([404, { error: "Not found", code: "not_found" }])
    } else {
      expect(known, "a route that this test does not know: say what a stranger is told").toBeDefined()
      expect(answer.status).toBe(known!.status)
    }
    // Whatever the answer, nobody was taken for a user.
    if (route.path === "/query") expect(JSON.parse(body)).toEqual({ result: null })
  })

  test("is refused with 401 where authenticate refuses, if it asks who calls", async () => {
    const answer = await ask("authenticated", route, { Authorization: "Bearer forged" })
    const asksWho = route.who.startsWith("everybody whom") || route.who === "the same"
    if (asksWho && route.method === "POST") expect(answer.status).toBe(401)
    else expect(answer.status).not.toBe(500)
    await answer.arrayBuffer()
  })

  if (route.who === "the operator") {
    test("is there with the key", async () => {
      const tenant = { ...route, path: route.path === "/__admin/logs" ? "/__admin/logs?follow=0" : route.path }
      const answer = await ask("plain", tenant, { Authorization: "Bearer key" })
      expect(answer.status).not.toBe(404)
      await answer.arrayBuffer()
    })
  }
})

test("a socket is refused with 401 where authenticate refuses", async () => {
  await expect(backend.connect("/authenticated/t/walked/ws", { Authorization: "Bearer forged" })).rejects.toThrow("401")
})
