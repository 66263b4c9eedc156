import { afterAll, beforeAll, beforeEach, expect, test } from "vitest"
import { Backend } from "./harness/backend.js"
import type { Connection } from "./harness/connection.js"

let backend: Backend
let socket: Connection
let tenants = 0
let requests = 0

beforeAll(async () => {
  backend = await Backend.start("strict")
})
afterAll(() => backend.stop())

beforeEach(async () => {
  socket = await backend.connect(`/plain/t/search${++tenants}/ws`)
})

async function ask(type: "query" | "mutation", fn: string, args: object): Promise<any> {
  const id = `r${++requests}`
  const answer = await socket.ask({ type, id, fn: `notes:${fn}`, args })
  if (type === "query") socket.send({ type: "unsubscribe", id })
  return "result" in answer ? answer.result : answer
}

const add = (title: string, more: object = {}): Promise<string> =>
  ask("mutation", "add", { title, stars: 0, ...more }) as Promise<string>

test("a search follows inserts, patches and deletes", async () => {
  const fix = await add("fix the bug")
  await add("lamp")
  expect(await ask("query", "find", { title: "bug OR lamp" })).toEqual(["lamp", "fix the bug"])
  await ask("mutation", "rename", { id: fix, title: "repaired" })
  expect(await ask("query", "find", { title: "bug" })).toEqual([])
  expect(await ask("query", "find", { title: "repair*" })).toEqual(["repaired"])
  await ask("mutation", "star", { id: fix, stars: 5 })
  expect(await ask("query", "countStarred", { title: "repaired", stars: 5 })).toBe(1)
  expect(await ask("query", "countStarred", { title: "repaired", stars: 6 })).toBe(0)
  await ask("mutation", "remove", { id: fix })
  expect(await ask("query", "find", { title: "repaired" })).toEqual([])
})

test("a live search is told of a new document", async () => {
  expect(await socket.ask({ type: "query", id: "q", fn: "notes:find", args: { title: "bug" } })).toMatchObject({
    result: [],
  })
  const writer = await backend.connect(`/plain/t/search${tenants}/ws`)
  await writer.ask({ type: "mutation", id: "m", fn: "notes:add", args: { title: "a bug", stars: 0 } })
  expect(await socket.next()).toEqual({ type: "update", id: "q", result: ["a bug"] })
})

test("a mutation finds what it has written, and a failed one leaves nothing", async () => {
  const gone = await add("old bug")
  await add("other bug")
  expect(await ask("mutation", "findPendingThenFail", { gone })).toMatchObject({
    code: "app_error",
    data: ["other bug", "pending bug"],
  })
  expect(await ask("query", "find", { title: "bug" })).toEqual(["old bug", "other bug"])
})

test("pages follow one another", async () => {
  for (const n of [1, 2, 3]) await add(`bug ${n}`)
  const first = await ask("query", "page", { title: "bug", cursor: null, numItems: 2 })
  expect(first).toMatchObject({ page: [{ title: "bug 1" }, { title: "bug 2" }], isDone: false })
  const second = await ask("query", "page", { title: "bug", cursor: first.continueCursor, numItems: 2 })
  expect(second).toMatchObject({ page: [{ title: "bug 3" }], isDone: true, continueCursor: null })
})

test("trigrams find Japanese, also terms of two characters", async () => {
  await add("tower", { body: "東京タワーに行きました" })
  await add("castle", { body: "大阪城" })
  expect(await ask("query", "findInBody", { body: "タワー" })).toEqual(["tower"])
  expect(await ask("query", "findInBody", { body: "東京" })).toEqual(["tower"])
  expect(await ask("query", "findInBody", { body: "大阪 東京" })).toEqual([])
})

test("whatever people type is a search or a clear refusal", async () => {
  await add("it's foo-bar, a.b")
  for (const title of ["foo-bar", "it's", "a.b", '"foo bar', "foo*", "foo() bar", "foo 🎉", "foo\0bar"]) {
    expect(await ask("query", "find", { title }), title).toEqual(["it's foo-bar, a.b"])
  }
  for (const title of ["", " ", "-", "🎉", "'", ";--", "title:foo"]) {
    expect(await ask("query", "find", { title }), title).toEqual([])
  }
  expect(await ask("query", "find", { title: "foo AND" })).toMatchObject({
    code: "invalid_search",
    message: expect.stringContaining("at character 5: AND needs a term after it"),
  })
})
