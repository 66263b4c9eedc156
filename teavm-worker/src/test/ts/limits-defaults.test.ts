// An app without the option `limits`: what just fits by default, and what is one too many.
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { Backend } from "./harness/backend.js"

const MEBIBYTE = 2 ** 20

let backend: Backend
let tenants = 0

beforeAll(async () => {
  backend = await Backend.start("release", { ZEROBACK_ADMIN_KEY: "key" })
})
afterAll(() => backend.stop())

const fresh = () => `/plain/t/defaults${++tenants}`
const run = (base: string, fn: string, args: object) =>
  backend.post(`${base}/__admin/run`, { fn, args }, { Authorization: "Bearer key" })
const tooLarge = (limit: string) => ({
  status: 413,
  body: { code: "too_large", error: expect.stringContaining(limit) },
})

test("argsBytes is 1 MiB", async () => {
  const base = fresh()
  const bytes = MEBIBYTE - '{"text":""}'.length
  expect(await run(base, "limits:callWithLargeArgs", { bytes })).toMatchObject({ body: { result: bytes } })
  expect(await run(base, "limits:callWithLargeArgs", { bytes: bytes + 1 })).toMatchObject(tooLarge("limits.argsBytes"))
})

test("resultBytes is 8 MiB", async () => {
  const base = fresh()
  const times = 8 * MEBIBYTE - '""'.length
  const { body } = await run(base, "limits:repeat", { text: "x", times })
  expect(body.result.length).toBe(times)
  const over = { text: "x", times: times + 1 }
  expect(await run(base, "limits:repeat", over)).toMatchObject(tooLarge("limits.resultBytes"))
})

test("messagesPerSecond is off: as many as come are answered", async () => {
  const socket = await backend.connect(`${fresh()}/ws`)
  const frames = 500
  for (let i = 0; i < frames; i++)
    socket.send(JSON.stringify({ type: "query", id: `q${i}`, fn: "limits:countAll", args: {} }))
  for (let i = 0; i < frames; i++) expect(await socket.next()).toMatchObject({ type: "result", result: 0 })
  await socket.close()
})

describe("of documents, a transaction", { timeout: 60_000 }, () => {
  const written = 16_000
  const read = 200_000
  const base = fresh()

  test("writes 16,000 and not one more", async () => {
    const over = await run(base, "limits:write", { count: written + 1 })
    expect(over).toMatchObject(tooLarge("limits.documentsWritten"))
    expect(await run(base, "limits:countAll", {})).toMatchObject({ body: { result: 0 } })
    expect(await run(base, "limits:write", { count: written })).toMatchObject({ status: 200 })
    expect(await run(base, "limits:countAll", {})).toMatchObject({ body: { result: written } })
  })

  test("reads 200,000 and not one more", async () => {
    const times = Math.floor(read / written)
    const more = read - times * written
    expect(await run(base, "limits:readAllOften", { times, more })).toMatchObject({ body: { result: read } })
    const over = await run(base, "limits:readAllOften", { times, more: more + 1 })
    expect(over).toMatchObject(tooLarge("limits.documentsRead"))
  })
})
