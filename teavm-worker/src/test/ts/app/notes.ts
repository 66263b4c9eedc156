import { v, ZerobackError } from "@zeroback/server"
import { mutation, query } from "./server.js"

export const add = mutation({
  args: { title: v.string(), body: v.optional(v.string()), stars: v.number() },
  handler: async (ctx, note) => await ctx.db.insert("notes", note),
})

export const rename = mutation({
  args: { id: v.id("notes"), title: v.string() },
  handler: async (ctx, { id, title }) => await ctx.db.patch(id, { title }),
})

export const star = mutation({
  args: { id: v.id("notes"), stars: v.number() },
  handler: async (ctx, { id, stars }) => await ctx.db.patch(id, { stars }),
})

export const remove = mutation({
  args: { id: v.id("notes") },
  handler: async (ctx, { id }) => await ctx.db.delete(id),
})

export const find = query({
  args: { title: v.string() },
  handler: async (ctx, { title }) => (await ctx.db.query("notes").search("title", title).collect()).map((n) => n.title),
})

export const findInBody = query({
  args: { body: v.string() },
  handler: async (ctx, { body }) => (await ctx.db.query("notes").search("body", body).collect()).map((n) => n.title),
})

export const countStarred = query({
  args: { title: v.string(), stars: v.number() },
  handler: async (ctx, { title, stars }) =>
    await ctx.db
      .query("notes")
      .search("title", title)
      .filter((q) => q.gte(q.field("stars"), stars))
      .count(),
})

export const page = query({
  args: { title: v.string(), cursor: v.union(v.string(), v.null()), numItems: v.number() },
  handler: async (ctx, { title, ...options }) => await ctx.db.query("notes").search("title", title).paginate(options),
})

/** Writes, finds what it wrote, and takes it back. */
export const findPendingThenFail = mutation({
  args: { gone: v.id("notes") },
  handler: async (ctx, { gone }) => {
    await ctx.db.delete(gone)
    await ctx.db.insert("notes", { title: "pending bug", stars: 0 })
    const found = await ctx.db.query("notes").search("title", "bug").collect()
    throw new ZerobackError(found.map((note) => note.title).sort(), "never mind")
  },
})
