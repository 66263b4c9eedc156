import { defineSchema, defineTable, functionFactories, v, type FunctionReference } from "@zeroback/server"
import { testBackend } from "@zeroback/server/testing"
import { afterEach, expect, test, vi } from "vitest"

const schema = defineSchema({ notes: defineTable({ text: v.string() }) })
const { query } = functionFactories<any>()

const functions = {
  "notes:list": query({
    args: {},
    handler: (ctx) => {
      const notes = ctx.db.query("notes")
      notes.filter((q: any) => q.eq(q.field("text"), "mine"))
      return notes.collect()
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
