import { defineSchema, defineTable, functionFactories, v } from "@zeroback/server"
import { testBackend } from "@zeroback/server/testing"
import { afterEach, expect, test, vi } from "vitest"

const schema = defineSchema({ notes: defineTable({ text: v.string() }) })
const { query, mutation, action } = functionFactories<any>()

/** A function of each kind that does one thing with its `ctx`. */
const using = (use: (ctx: any) => unknown) => ({ args: {}, handler: async (ctx: object) => await use(ctx) })

const functions = {
  "notes:pageless": query({ args: {}, handler: (ctx) => (ctx.db.query("notes") as any).paginate() }),
  "notes:nullPage": query({ args: {}, handler: (ctx) => (ctx.db.query("notes") as any).paginate(null) }),
  "notes:thrower": query({
    args: {},
    handler: () => {
      throw { a: 1 }
    },
  }),
  "action:db": action(using((ctx) => ctx.db.query("notes").collect())),
  "query:runAction": query(using((ctx) => ctx.runAction("action:db"))),
  "query:runQuery": query(using((ctx) => ctx.runQuery("notes:pageless"))),
  "query:insert": query(using((ctx) => ctx.db.insert("notes", { text: "a" }))),
  "query:runAfter": query(using((ctx) => ctx.scheduler.runAfter(0, "action:db"))),
  "mutation:runAction": mutation(using((ctx) => ctx.runAction("action:db"))),
  "query:getUndefined": query(using((ctx) => ctx.db.get(undefined))),
  "query:getNothing": query(using((ctx) => ctx.db.get())),
  "query:getManyOfList": query(using((ctx) => ctx.db.getMany(["notes:01ARZ3NDEKTSV4RRFFQ69G5FAV"]))),
  "mutation:patchDocument": mutation(using((ctx) => ctx.db.patch({ _id: "notes:01ARZ3NDEKTSV4RRFFQ69G5FAV" }, {}))),
  "mutation:deletePromise": mutation(
    using((ctx) => ctx.db.delete(Promise.resolve("notes:01ARZ3NDEKTSV4RRFFQ69G5FAV"))),
  ),
  "query:whatIsThere": query(
    using((ctx) => ["runAction" in ctx, "insert" in ctx.db, "runAfter" in ctx.scheduler, "db" in ctx, `${ctx}`]),
  ),
  "mutation:whatIsThere": mutation(
    using((ctx) => [
      "runAction" in { ...ctx },
      "insert" in ctx.db,
      "runAfter" in ctx.scheduler,
      typeof { ...ctx }.nothing,
    ]),
  ),
}

afterEach(() => vi.restoreAllMocks())

/** Calls one of the functions above. */
async function call(name: keyof typeof functions): Promise<unknown> {
  const backend = await testBackend({ functions, schema })
  try {
    return await backend[functions[name].kind]({ _name: name } as any)
  } finally {
    backend.close()
  }
}

test.each([
  ["notes:pageless", "numItems"],
  ["notes:nullPage", "numItems"],
  ["notes:thrower", '{"a":1}'],
  ["action:db", "An action has no ctx.db: read and write in queries and mutations, with ctx.runQuery()"],
  ["query:runAction", "A query has no ctx.runAction(): a query only reads. Call it from a mutation or an action."],
  ["query:runQuery", "A query has no ctx.runQuery(): move what both do into a function of your own"],
  ["query:insert", "ctx.db of a query only reads, and has no insert(): make the function a mutation."],
  ["query:runAfter", "ctx.scheduler of a query has get() only, and no runAfter(): make the function a mutation."],
  [
    "mutation:runAction",
    "A mutation has no ctx.runAction(), since it may run again: use ctx.scheduler.runAfter(0, ...)",
  ],
  [
    "query:getUndefined",
    'ctx.db.get() takes a document\'s id, such as "tasks:01ARZ3NDEKTSV4RRFFQ69G5FAV", and got undefined.',
  ],
  ["query:getNothing", "ctx.db.get() takes a document's id"],
  [
    "query:getManyOfList",
    'ctx.db.getMany() takes a document\'s id, such as "tasks:01ARZ3NDEKTSV4RRFFQ69G5FAV", and got an array',
  ],
  ["mutation:patchDocument", "and got a document: pass its _id."],
  ["mutation:deletePromise", "and got a Promise: await it."],
] as const)("mistakeIn_%s_isToldInWords", async (name, words) => {
  vi.spyOn(console, "error").mockImplementation(() => undefined)
  await expect(call(name)).rejects.toThrow(words)
})

test("whatIsNotThere_isNotThere", async () => {
  expect(await call("query:whatIsThere")).toEqual([false, false, false, true, "[object Object]"])
  expect(await call("mutation:whatIsThere")).toEqual([false, true, true, "undefined"])
})
