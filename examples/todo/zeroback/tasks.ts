import { mutation, query, v } from "./_generated/server"

/** The tasks of one project, oldest first. Only writes to that project run it again. */
export const list = query({
  args: { project: v.string() },
  handler: async (ctx, args) => {
    return await ctx.db
      .query("tasks")
      .withIndex("by_project", (q) => q.eq("project", args.project))
      .collect()
  },
})

export const create = mutation({
  args: { project: v.string(), text: v.string() },
  handler: async (ctx, args) => {
    return await ctx.db.insert("tasks", { ...args, isCompleted: false })
  },
})

export const toggle = mutation({
  args: { id: v.id("tasks") },
  handler: async (ctx, args) => {
    const task = await ctx.db.get(args.id)
    if (task === null) throw new Error("Somebody has deleted this task")
    await ctx.db.patch(args.id, { isCompleted: !task.isCompleted })
  },
})

export const remove = mutation({
  args: { id: v.id("tasks") },
  handler: async (ctx, args) => {
    if ((await ctx.db.get(args.id)) !== null) await ctx.db.delete(args.id)
  },
})
