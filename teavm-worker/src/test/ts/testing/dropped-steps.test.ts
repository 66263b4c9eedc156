import { defineSchema, defineTable, functionFactories, v, type FunctionReference } from "@zeroback/server"
import { testBackend } from "@zeroback/server/testing"
import { afterEach, expect, test, vi } from "vitest"

const schema = defineSchema({ notes: defineTable({ text: v.string() }) })
const { query, mutation } = functionFactories<any>()

const functions = {
  "notes:list": query({
    args: {},
    handler: (ctx) => {
      const notes = ctx.db.query("notes")
      notes.filter((q: any) => q.eq(q.field("text"), "mine"))
      return notes.collect()
    },
  }),
  "notes:dropped": mutation({
    args: {},
    handler: async (ctx) => {
      await ctx.db.insert("notes", { text: "kept" })
      void ctx.db.insert("notes", { text: 5 })
    },
  }),
  "notes:droppedJob": mutation({
    args: {},
    handler: async (ctx) => {
      await ctx.db.insert("notes", { text: "kept" })
      void ctx.scheduler.runAfter(0, "notes:missing")
    },
  }),
  "notes:caught": mutation({
    args: {},
    handler: async (ctx) => {
      const wrong = { text: 5 }
      const outcomes = await Promise.allSettled([
        ctx.db.insert("notes", wrong),
        ctx.db.insert("notes", { text: "kept" }),
      ])
      ctx.db.insert("notes", wrong).catch(() => undefined)
      try {
        await ctx.db.insert("notes", wrong)
      } catch (error) {
        return [outcomes.map(({ status }) => status), (error as Error).message]
      }
    },
  }),
}

const refer = <Kind extends "query" | "mutation">(name: string) =>
  ({ _name: name }) as unknown as FunctionReference<Kind, object, unknown>

afterEach(() => vi.restoreAllMocks())

test("queryThatRunsWithoutADroppedFilter_isToldInTheLogOnce", async () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined)
  const backend = await testBackend({ functions, schema })

  for (let i = 0; i < 2; i++) await backend.query(refer<"query">("notes:list"))

  expect(warn.mock.calls).toEqual([[expect.stringContaining("notes:list")]])
  backend.close()
})

test.each([
  ["notes:dropped", "execution_error", "notes.text: Expected string, got number 5"],
  ["notes:droppedJob", "not_found", "notes:missing"],
])("failureThatNobodyLooksAt_failsTheMutation", async (name, code, message) => {
  vi.spyOn(console, "error").mockImplementation(() => undefined)
  const backend = await testBackend({ functions, schema })

  const error = await backend.mutation(refer<"mutation">(name)).catch((failure: unknown) => failure)

  expect(error).toMatchObject({ code, message: expect.stringContaining(message) })
  expect(await backend.run((ctx) => ctx.db.query("notes").collect())).toEqual([])
  backend.close()
})

test("failureThatTheHandlerCatches_isItsOwnBusiness", async () => {
  const backend = await testBackend({ functions, schema })

  const answer = await backend.mutation(refer<"mutation">("notes:caught"))

  expect(answer).toEqual([["rejected", "fulfilled"], "notes.text: Expected string, got number 5"])
  expect(await backend.run((ctx) => ctx.db.query("notes").collect())).toMatchObject([{ text: "kept" }])
  backend.close()
})
