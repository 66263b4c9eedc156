import { afterAll, beforeAll, expect, test } from "vitest"
import { schema } from "./app/schema.js"
import { defineTable, v } from "@zeroback/server"
import { Backend } from "./harness/backend.js"

let backend: Backend

beforeAll(async () => {
  backend = await Backend.start("release", { ZEROBACK_ADMIN_KEY: "key" })
  const note = (title: string) => ({ fn: "notes:add", args: { title, stars: 1 } })
  for (const title of ["one", "two"]) expect(await run(note(title))).toMatchObject({ status: 200 })
})

afterAll(() => backend.stop())

const headers = { Authorization: "Bearer key" }
const run = (body: unknown) => backend.post("/plain/__admin/run", body, headers)
const deployed = ({ fields, indexes, searchIndexes }: (typeof schema.tables)[keyof typeof schema.tables]) => ({
  fields,
  indexes,
  searchIndexes,
})
const tables = { tasks: deployed(schema.tables.tasks), notes: deployed(schema.tables.notes) }
const trySchema = (changed: object) =>
  backend.post("/plain/__admin/schema", { tables: { ...tables, ...changed } }, headers)

test("a schema that the stored documents fit is accepted, and nothing is changed", async () => {
  const wider = defineTable({ title: v.string(), body: v.optional(v.string()), stars: v.any() }).index("by_stars", [
    "stars",
  ])
  const added = defineTable({ name: v.string() }).index("by_name", ["name"]).searchIndex("s", { searchField: "name" })
  for (let i = 0; i < 2; i++) expect(await trySchema({ notes: wider, added })).toEqual({ status: 200, body: {} })
  expect(await run({ fn: "notes:add", args: { title: "three", stars: 3 } })).toMatchObject({ status: 200 })
  expect(await trySchema({})).toEqual({ status: 200, body: {} })
})

test("a schema that stored documents do not fit is refused with table, field, number and an example", async () => {
  const narrower = defineTable({ title: v.string(), body: v.string(), stars: v.number() })
  expect(await trySchema({ notes: narrower })).toMatchObject({
    status: 503,
    body: { code: "unavailable", error: expect.stringMatching(/notes.*body.*notes:/s) as string },
  })
  // The app is still served with its own schema.
  expect(await run({ fn: "notes:add", args: { title: "four", stars: 4 } })).toMatchObject({ status: 200 })
})

test("numbered mutations go on after a trial: the statements that they share were dropped in it and came back", async () => {
  const socket = await backend.connect("/plain/ws")
  expect(await socket.ask({ type: "hello", protocol: 2, capabilities: [] })).toMatchObject({ type: "hello" })
  let seq = 0
  const add = async (): Promise<unknown> => {
    const numbered = { id: `m${++seq}`, seq, ack: seq - 1 }
    socket.send({ type: "mutation", fn: "notes:add", args: { title: "numbered", stars: seq }, ...numbered })
    // The socket watches nothing: after its result it is told of the commit alone.
    const [result, transition] = [await socket.next(), await socket.next()]
    expect(transition).toEqual({ type: "updates", ts: result.ts, items: [] })
    return result
  }
  const other = defineTable({ title: v.string(), body: v.optional(v.string()), stars: v.number() }).index("by_title", [
    "title",
  ])
  for (let i = 0; i < 2; i++) {
    expect(await add()).toMatchObject({ type: "mutationResult", id: `m${seq}` })
    expect(await trySchema({ notes: other })).toMatchObject({ status: 200 })
  }
  expect(await add()).toMatchObject({ type: "mutationResult", id: "m3" })
  await socket.close()
})

test("what is no schema is said to be none; strangers get no answer", async () => {
  expect(await backend.post("/plain/__admin/schema", {}, headers)).toMatchObject({
    status: 400,
    body: { code: "bad_request" },
  })
  expect(await backend.post("/plain/__admin/schema", { tables })).toMatchObject({ status: 404 })
})
