import { expect, test } from "vitest"
import type { DatabaseReader } from "../../main/ts/database/database.js"
import type { Engine } from "../../main/ts/engine.js"
import type { QueryCtx } from "../../main/ts/functions/context.js"
import { completeLimits } from "../../main/ts/host/limits.js"
import { LooseEnds } from "../../main/ts/host/loose-ends.js"
import { runContext } from "../../main/ts/host/run-context.js"

// The engine's side of the boundary is replaced by one that answers with what it was asked.
const echo = { query: (_run: number, description: unknown) => description } as unknown as Engine
const clock = { now: 0, after: () => undefined }
const options = { clock, limits: completeLimits(), files: undefined, call: (begin: () => void) => begin() }
const { db } = runContext(echo, 1, "query", options, new LooseEnds()) as QueryCtx

type Described<Query> = (tasks: ReturnType<DatabaseReader<any>["query"]>) => Query

async function described(build: Described<Promise<unknown>>): Promise<unknown> {
  return await build(db.query("tasks") as ReturnType<DatabaseReader<any>["query"]>)
}

test("a bare query names its table and its terminal", async () => {
  expect(await described((tasks) => tasks.collect())).toEqual({ table: "tasks", terminal: "collect" })
  expect(await described((tasks) => tasks.first())).toEqual({ table: "tasks", terminal: "first" })
  expect(await described((tasks) => tasks.unique())).toEqual({ table: "tasks", terminal: "unique" })
  expect(await described((tasks) => tasks.take(3))).toEqual({ table: "tasks", terminal: "take", n: 3 })
  expect(await described((tasks) => tasks.count())).toEqual({ table: "tasks", terminal: "count" })
  expect(await described((tasks) => tasks.paginate({ cursor: null, numItems: 5 }))).toEqual({
    table: "tasks",
    terminal: "paginate",
    cursor: null,
    numItems: 5,
  })
})

test("an index range lists its bounds in order", async () => {
  expect(await described((tasks) => tasks.withIndex("by_id").collect())).toMatchObject({ index: "by_id", range: [] })
  expect(
    await described((tasks) =>
      tasks.withIndex("by_status", (q: any) => q.eq("status", "done").gte("score", 3).lt("score", undefined)).collect(),
    ),
  ).toEqual({
    table: "tasks",
    index: "by_status",
    range: [
      { op: "eq", field: "status", value: "done" },
      { op: "gte", field: "score", value: 3 },
      { op: "lt", field: "score", value: undefined },
    ],
    terminal: "collect",
  })
})

test("a range holds all bounds that its callback made, whichever of them it returns", async () => {
  const range = [{ op: "eq", field: "status", value: "done" }]
  const returningStart = (q: any) => {
    q.eq("status", "done")
    return q
  }
  expect(await described((tasks) => tasks.withIndex("by_status", returningStart).collect())).toMatchObject({ range })
})

test.each<[string, Described<unknown>]>([
  ["its callback must return the range", (tasks) => tasks.withIndex("by_status", (() => undefined) as any)],
  ['one .withIndex(), and this one has "by_status"', (tasks) => tasks.withIndex("by_status").withIndex("by_id")],
  ['one .search(), and this one has "title"', (tasks) => tasks.search("title", "a").search("title", "b")],
])("what would drop a part of the query is refused: %s", (message, build) => {
  expect(() => build(db.query("tasks") as any)).toThrow(message)
})

test("filters become conditions, and a document that looks like a field reference stays a value", async () => {
  const trap = { field: "status" }
  expect(
    await described((tasks) =>
      tasks
        .filter((q) => q.or(q.eq(q.field("a.b"), 1), q.not(q.neq("x", q.field("c")))))
        .filter((q) => q.lt(q.field("d"), trap))
        .collect(),
    ),
  ).toEqual({
    table: "tasks",
    filter: [
      {
        op: "or",
        of: [
          { op: "eq", left: { field: "a.b" }, right: { value: 1 } },
          { op: "not", of: [{ op: "neq", left: { value: "x" }, right: { field: "c" } }] },
        ],
      },
      { op: "lt", left: { field: "d" }, right: { value: trap } },
    ],
    terminal: "collect",
  })
})

test("order, orderBy and search are recorded", async () => {
  expect(await described((tasks) => tasks.order("desc").collect())).toMatchObject({ order: "desc" })
  expect(await described((tasks) => tasks.orderBy("score").collect())).toMatchObject({
    orderBy: { field: "score", direction: "asc" },
  })
  expect(await described((tasks) => tasks.search("title", "fix bug").take(1))).toMatchObject({
    search: { field: "title", query: "fix bug" },
  })
})

test("a query that two others grow from is changed by neither", async () => {
  const base = db.query("tasks").order("desc")
  const filtered = base.filter((q) => q.eq(q.field("a"), 1))
  expect(await base.collect()).toEqual({ table: "tasks", order: "desc", terminal: "collect" })
  expect(await filtered.collect()).toMatchObject({ filter: [{ op: "eq" }] })
})

test("a query that runs while one that grew from it is dropped is noticed", async () => {
  const dropped = async (build: Described<Promise<unknown>>) => {
    const ends = new LooseEnds()
    await build((runContext(echo, 1, "query", options, ends) as QueryCtx).db.query("tasks") as any)
    return ends.hasDroppedQuery
  }
  const condition = (q: any) => q.eq(q.field("a"), 1)
  expect(
    await dropped((tasks) => {
      tasks.filter(condition).order("desc")
      return tasks.collect()
    }),
  ).toBe(true)
  expect(await dropped((tasks) => tasks.filter(condition).collect())).toBe(false)
  expect(await dropped((tasks) => Promise.all([tasks.collect(), tasks.filter(condition).collect()]))).toBe(false)
})
