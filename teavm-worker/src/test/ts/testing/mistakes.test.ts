import { defineSchema, defineTable, functionFactories, v, type FunctionReference } from "@zeroback/server"
import { testBackend } from "@zeroback/server/testing"
import { afterEach, expect, test, vi } from "vitest"

const schema = defineSchema({ notes: defineTable({ text: v.string() }) })
const { query } = functionFactories<any>()

const functions = {
  "notes:pageless": query({ args: {}, handler: (ctx) => (ctx.db.query("notes") as any).paginate() }),
  "notes:thrower": query({
    args: {},
    handler: () => {
      throw { a: 1 }
    },
  }),
}

afterEach(() => vi.restoreAllMocks())

test.each([
  ["notes:pageless", "numItems"],
  ["notes:thrower", '{"a":1}'],
])("mistakeIn_%s_isToldInWords", async (name, words) => {
  vi.spyOn(console, "error").mockImplementation(() => undefined)
  const backend = await testBackend({ functions, schema })
  const fn = { _name: name } as unknown as FunctionReference<"query", object>

  await expect(backend.query(fn)).rejects.toThrow(words)
  backend.close()
})
