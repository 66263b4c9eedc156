import { testBackend } from "@zeroback/server/testing"
import { afterAll, beforeAll, expect, test, vi } from "vitest"
import { schema } from "./app/schema.js"
import * as tasks from "./app/tasks.js"
import { Backend } from "./harness/backend.js"

const KEY = { Authorization: "Bearer key" }
let backend: Backend

beforeAll(async () => {
  backend = await Backend.start("release", { ZEROBACK_ADMIN_KEY: "key" })
})
afterAll(() => backend.stop())

const entries = (text: string): Record<string, unknown>[] =>
  text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line))

test("a follower sees each run with its rows and outcome, and what handlers write to the console", async () => {
  const response = await backend.fetch("/plain/t/logged/__admin/logs", { headers: KEY })
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  await reader.read()
  const post = (fn: string, args: object) => backend.post("/plain/t/logged/__admin/run", { fn, args }, KEY)
  await post("tasks:create", { project: "a", text: "x" })
  await post("tasks:list", { project: "a" })
  await post("tasks:speak", {})
  const { body } = await post("tasks:createThenFail", { project: "a" })
  let text = ""
  while (entries(text).length < 5) text += (await reader.read()).value ?? ""
  await reader.cancel()

  const common = { type: "run", at: expect.any(Number), durationMillis: expect.any(Number) }
  const request = expect.stringMatching(/^[0-9a-f]{8}-\d+$/)
  const [created, listed, said, spoken, failed] = entries(text)
  // One row and an entry in each of the two indexes.
  expect(created).toEqual({
    ...common,
    function: "tasks:create",
    kind: "mutation",
    request,
    outcome: "ok",
    rowsRead: expect.any(Number),
    rowsWritten: 3,
  })
  expect(listed).toMatchObject({ function: "tasks:list", kind: "query", outcome: "ok", rowsWritten: 0 })
  expect(listed!["rowsRead"]).toBeGreaterThan(0)
  expect(said).toEqual({
    type: "console",
    at: expect.any(Number),
    level: "warn",
    function: "tasks:speak",
    request: spoken!["request"],
    message: 'out loud {"n":1}',
  })
  expect(failed).toMatchObject({
    function: "tasks:createThenFail",
    outcome: "execution_error",
    error: expect.stringContaining("changed my mind"),
  })
  expect(body).toMatchObject({ error: `Server error (request ${String(failed!["request"])})` })
})

test("what failed is kept for those who come later", async () => {
  await backend.post("/plain/t/kept/__admin/run", { fn: "tasks:createThenFail", args: { project: "a" } }, KEY)
  const response = await backend.fetch("/plain/t/kept/__admin/logs?follow=0", { headers: KEY })
  expect(response.headers.get("Content-Type")).toBe("application/x-ndjson")
  expect(entries(await response.text())).toMatchObject([{ function: "tasks:createThenFail", kind: "mutation" }])
})

test("the latest 200 are kept", async () => {
  const { createThenFail, list } = tasks
  const own = await testBackend({ schema, functions: { "tasks:list": list, "tasks:createThenFail": createThenFail } })
  const fail = (project: string) =>
    own.mutation({ _name: "tasks:createThenFail" } as never, { project } as never).catch(() => undefined)
  vi.spyOn(console, "error").mockImplementation(() => undefined)
  for (let i = 0; i < 201; i++) await fail("a")
  const kept = entries(await (await own.fetch("/__admin/logs?follow=0")).text())
  vi.restoreAllMocks()
  own.close()

  const numbers = kept.map(({ request }) => Number(String(request).split("-")[1]))
  expect(numbers).toHaveLength(200)
  expect(numbers.at(-1)! - numbers[0]!).toBe(199)
})

test.each([
  ["runs", ["tasks:create", "tasks:list"]],
  ["failures", []],
] as const)("with logs: %j the Worker's log has %j of two runs that end well", async (logs, expected) => {
  const written = vi.spyOn(console, "log").mockImplementation(() => undefined)
  const { create, list } = tasks
  const own = await testBackend(
    { schema, functions: { "tasks:create": create, "tasks:list": list } },
    { logs, env: { ZEROBACK_DEV: "" } },
  )
  await own.mutation({ _name: "tasks:create" } as never, { project: "a", text: "x" } as never)
  await own.query({ _name: "tasks:list" } as never, { project: "a" } as never)
  own.close()
  const lines = written.mock.calls.map(([line]) => JSON.parse(String(line)))
  written.mockRestore()

  expect(lines.map((line) => line.function)).toEqual(expected)
  for (const line of lines) expect(line).toMatchObject({ type: "run", outcome: "ok", rowsRead: expect.any(Number) })
})

test("nobody without the key reads the log", async () => {
  expect((await backend.fetch("/plain/__admin/logs?follow=0")).status).toBe(404)
})
