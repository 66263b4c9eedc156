import { afterAll, beforeAll, expect, test } from "vitest"
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

test("nobody without the key reads the log", async () => {
  expect((await backend.fetch("/plain/__admin/logs?follow=0")).status).toBe(404)
})
