import { defineSchema, defineTable, functionFactories, v } from "@zeroback/server"
import type { InferDataModel, InferSearchFields, InferTableIndexes } from "@zeroback/server"
import { createZerobackDO } from "@zeroback/server/runtime"

const fields = { a: v.number(), b: v.number(), c: v.number(), d: v.number(), text: v.string() }

/** Tables with 0 to 4 plain indexes, and one with a search index. */
const schema = defineSchema({
  k0: defineTable(fields),
  k1: defineTable(fields).index("by_a", ["a"]),
  k2: defineTable(fields).index("by_a", ["a"]).index("by_a_b", ["a", "b"]),
  k3: defineTable(fields).index("by_a", ["a"]).index("by_a_b", ["a", "b"]).index("by_c", ["c"], { unique: true }),
  k4: defineTable(fields)
    .index("by_a", ["a"])
    .index("by_a_b", ["a", "b"])
    .index("by_c", ["c"])
    .index("by_d_a", ["d", "a"]),
  searched: defineTable(fields).searchIndex("search_text", { searchField: "text" }),
})

const { query, mutation } = functionFactories<{
  documents: InferDataModel<typeof schema>
  indexes: InferTableIndexes<typeof schema>
  searchFields: InferSearchFields<typeof schema>
}>()

const n = v.number()
const table = v.union(...(["k0", "k1", "k2", "k3", "k4", "searched"] as const).map((name) => v.literal(name)))
const functions = {
  "rows:insert": mutation({
    args: { table, n },
    handler: (ctx, { table, n }) => ctx.db.insert(table, { a: n, b: n, c: n, d: n, text: `number ${n} of many words` }),
  }),
  "rows:change": mutation({
    args: { id: v.id("k4"), fields: v.any() },
    handler: (ctx, { id, fields }) => ctx.db.patch(id, fields),
  }),
  "rows:remove": mutation({ args: { id: v.id("k4") }, handler: (ctx, { id }) => ctx.db.delete(id) }),
  "rows:range": query({
    args: { n },
    handler: (ctx, { n }) =>
      ctx.db
        .query("k2")
        .withIndex("by_a_b", (q) => q.eq("a", n).gte("b", n))
        .filter((q) => q.lt(q.field("c"), n + 1))
        .take(1 + n),
  }),
}

interface Cursor {
  readonly rowsRead: number
  readonly rowsWritten: number
}

/** `target` with some members replaced; methods of the platform want their own `this`. */
function overlaid<T extends object>(target: T, members: object): T {
  return new Proxy(target, {
    get: (_, name) => {
      if (name in members) return members[name as keyof typeof members]
      const member: unknown = target[name as keyof T]
      return typeof member === "function" ? (member.bind(target) as unknown) : member
    },
  })
}

/**
 * An app whose statements are counted: `GET /statements` answers those since it was last asked. How often an object came
 * into memory is counted too.
 */
export class CountedDO extends createZerobackDO({ functions, schema }) {
  static wakings = 0

  readonly #statements: { text: string; cursor: Cursor }[]

  constructor(state: any, env: unknown) {
    const statements: { text: string; cursor: Cursor }[] = []
    const exec = (text: string, ...bindings: unknown[]) => {
      const cursor = state.storage.sql.exec(text, ...bindings)
      statements.push({ text, cursor })
      return cursor
    }
    super(overlaid(state, { storage: overlaid(state.storage, { sql: { exec } }) }), env)
    this.#statements = statements
    CountedDO.wakings++
  }

  override async fetch(request: Request): Promise<Response> {
    if (!new URL(request.url).pathname.endsWith("/statements")) return super.fetch(request)
    const since = this.#statements.splice(0)
    return Response.json(since.map(({ text, cursor }) => ({ text, written: cursor.rowsWritten })))
  }
}
