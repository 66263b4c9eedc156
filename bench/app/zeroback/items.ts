import { v, type Id } from "@zeroback/server"
import { mutation, query, type DataModel, type Reader } from "./server.js"

const id = v.id("items")

export const get = query({
  args: { id },
  handler: (ctx, args) => ctx.db.get(args.id),
})

export const byProject = query({
  args: { project: v.string() },
  handler: (ctx, args) =>
    ctx.db
      .query("items")
      .withIndex("by_project", (q) => q.eq("project", args.project))
      .collect(),
})

export const latest = query({
  args: { limit: v.number() },
  handler: (ctx, args) => ctx.db.query("items").order("desc").take(args.limit),
})

export const page = query({
  args: { numItems: v.number() },
  handler: (ctx, args) => ctx.db.query("items").order("desc").paginate({ cursor: null, numItems: args.numItems }),
})

export const countByProject = query({
  args: { project: v.string() },
  handler: (ctx, args) =>
    ctx.db
      .query("items")
      .withIndex("by_project", (q) => q.eq("project", args.project))
      .count(),
})

const fields = { project: v.string(), status: v.string(), title: v.string(), body: v.string(), count: v.number() }

export const add = mutation({
  args: fields,
  handler: (ctx, args) => ctx.db.insert("items", args),
})

export const addNote = mutation({
  args: fields,
  handler: (ctx, args) => ctx.db.insert("notes", args),
})

/** The notes whose title has all of these words, at most ten. */
export const findNotes = query({
  args: { words: v.string() },
  handler: (ctx, args) => ctx.db.query("notes").search("title", args.words).take(10),
})

export const addMany = mutation({
  args: { items: v.array(v.object(fields)) },
  handler: async (ctx, args) => {
    const ids: Id<"items">[] = []
    for (const item of args.items) ids.push(await ctx.db.insert("items", item))
    return ids
  },
})

export const increment = mutation({
  args: { id },
  handler: async (ctx, args) => {
    const { count } = await existing(ctx.db, args.id)
    await ctx.db.patch(args.id, { count: count + 1 })
    return count + 1
  },
})

/** Increments when that time has passed. */
export const incrementLater = mutation({
  args: { id, delayMillis: v.number() },
  handler: async (ctx, args) => {
    await ctx.scheduler.runAfter(args.delayMillis, "items:increment", { id: args.id })
    return null
  },
})

/** Lets other events in between its read and its write, so that concurrent calls conflict. */
export const incrementSlowly = mutation({
  args: { id },
  handler: async (ctx, args) => {
    const { count } = await existing(ctx.db, args.id)
    await scheduler.wait(0)
    await ctx.db.patch(args.id, { count: count + 1 })
    return count + 1
  },
})

export const rename = mutation({
  args: { id, title: v.string() },
  handler: async (ctx, args) => {
    await ctx.db.patch(args.id, { title: args.title })
    return null
  },
})

export const setStatus = mutation({
  args: { id, status: v.string() },
  handler: async (ctx, args) => {
    await ctx.db.patch(args.id, { status: args.status })
    return null
  },
})

export const remove = mutation({
  args: { id },
  handler: async (ctx, args) => {
    await ctx.db.delete(args.id)
    return null
  },
})

async function existing(db: Reader, id: Id<"items">): Promise<DataModel["documents"]["items"]> {
  const item = await db.get(id)
  if (item === null) throw new Error(`No document ${id}`)
  return item
}
