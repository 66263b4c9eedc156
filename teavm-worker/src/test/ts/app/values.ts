import { defineSchema, defineTable, functionFactories, v } from "@zeroback/server"
import type { InferDataModel, InferSearchFields, InferTableIndexes } from "@zeroback/server"

export const schema = defineSchema({
  values: defineTable({ value: v.any() }).index("by_value", ["value"]),
  plain: defineTable({ value: v.any() }),
})

const { query, mutation } = functionFactories<{
  documents: InferDataModel<typeof schema>
  indexes: InferTableIndexes<typeof schema>
  searchFields: InferSearchFields<typeof schema>
}>()

class Point {
  x = 1
}

function nested(levels: number): unknown {
  let value: unknown = 1
  for (let i = 0; i < levels; i++) value = i % 2 === 0 ? [value] : { a: value }
  return value
}

/** What no document can hold, by what it is. */
function hostileValues(): Record<string, unknown> {
  const cycle: { self?: unknown } = {}
  cycle.self = cycle
  return {
    cycle,
    date: { at: new Date(0) },
    map: [new Map()],
    set: { a: { b: new Set() } },
    function: { run: () => 1 },
    symbol: { mark: Symbol("s") },
    instance: { point: new Point() },
    view: { bytes: new Uint8Array(1) },
    regex: /x/,
    promise: Promise.resolve(1),
    "bigint over 64 bits": { n: 2n ** 63n },
    "undefined element": [1, undefined],
    "half a pair": { text: "ab\ud83d" },
    "reserved name": { $set: 1 },
    "65 levels": nested(64),
    "over 1 MiB": "é".repeat(2 ** 19),
  }
}

/** Inserts what cannot be stored and goes on; answers why each was refused. */
export const refusals = mutation({
  args: {},
  handler: async (ctx) => {
    const messages: Record<string, string> = {}
    for (const [name, value] of Object.entries(hostileValues())) {
      try {
        messages[name] = `stored as ${await ctx.db.insert("values", { value })}`
      } catch (refused) {
        messages[name] = `${(refused as { code?: string }).code}: ${(refused as Error).message}`
      }
    }
    return messages
  },
})

/** Inserts the largest and deepest values that there may be. */
export const limits = mutation({
  args: {},
  handler: async (ctx) => {
    await ctx.db.insert("plain", { value: nested(63) })
    await ctx.db.insert("plain", { value: "a".repeat(2 ** 20 - 200) })
    return (await ctx.db.query("plain").collect()).map(({ value }) => typeof value)
  },
})

export const put = mutation({
  args: { value: v.any() },
  handler: (ctx, { value }) => ctx.db.insert("values", { value }),
})

export const get = query({ args: { id: v.id("values") }, handler: (ctx, { id }) => ctx.db.get(id) })

export const equalTo = query({
  args: { value: v.any() },
  handler: (ctx, { value }) =>
    ctx.db
      .query("values")
      .withIndex("by_value", (q) => q.eq("value", value))
      .collect(),
})

export const sorted = query({
  args: {},
  handler: async (ctx) => (await ctx.db.query("values").withIndex("by_value").collect()).map(({ value }) => value),
})

export const count = query({ args: {}, handler: (ctx) => ctx.db.query("values").count() })
