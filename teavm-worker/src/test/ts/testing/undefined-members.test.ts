import { defineSchema, defineTable, functionFactories, v, type FunctionReference } from "@zeroback/server"
import { testBackend } from "@zeroback/server/testing"
import { expect, test } from "vitest"

const schema = defineSchema({ notes: defineTable({ tags: v.array(v.string()), note: v.optional(v.string()) }) })
const { query } = functionFactories<any>()

const functions = {
  "notes:list": query({
    args: {},
    handler: async (ctx) => {
      const authors = new Map<string, string>()
      const notes: object[] = await ctx.db.query("notes").collect()
      return notes.map((note) => ({ ...note, author: authors.get("nobody") }))
    },
  }),
}
const list = { _name: "notes:list" } as unknown as FunctionReference<"query", object, { note?: string }[]>

test("liveResultWithAnUndefinedMember_isSentAgainWhenAnotherMemberGoes", async () => {
  const backend = await testBackend({ functions, schema })
  const ids = await backend.run(async (ctx) => {
    const inserts = Array.from({ length: 256 }, () => ctx.db.insert("notes", { tags: ["x"], note: "secret" }))
    return await Promise.all(inserts)
  })
  const live = await backend.watch(list, {})
  for (const note of ["a", "b", undefined]) {
    await backend.run((ctx) => ctx.db.patch(ids[0]!, { note }))
    await backend.settled()
    expect(live.current).toEqual(await backend.query(list))
  }
  backend.close()
})
