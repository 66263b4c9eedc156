import { v } from "@zeroback/server"
import type { FunctionReferenceTo } from "@zeroback/server"
import { action, mutation, query } from "./server.js"

// A module in a folder: its functions are called "utils/stats:...".

const args = { project: v.string() }

export const taskStats = query({
  args,
  handler: async (ctx, { project }) => ({
    count: await ctx.db
      .query("tasks")
      .withIndex("by_project", (q) => q.eq("project", project))
      .count(),
    asker: (await ctx.auth.getUserIdentity())?.subject ?? null,
  }),
})

export const record = mutation({
  args,
  handler: async (ctx, { project }) => {
    const asker = (await ctx.auth.getUserIdentity())?.subject ?? null
    await ctx.db.insert("tasks", { project, text: `of ${asker}`, done: false })
    return asker
  },
})

export const measure = action({
  args,
  handler: async (ctx) => (await ctx.auth.getUserIdentity())?.subject ?? null,
})

/** As `api.utils.stats` of the generated code has them. */
const api = {
  taskStats: { _name: "utils/stats:taskStats" } as unknown as FunctionReferenceTo<typeof taskStats>,
  record: { _name: "utils/stats:record" } as unknown as FunctionReferenceTo<typeof record>,
  measure: { _name: "utils/stats:measure" } as unknown as FunctionReferenceTo<typeof measure>,
}

export const mutationByName = mutation({
  args,
  handler: async (ctx, { project }) => ({
    mutation: await ctx.runMutation("utils/stats:record", { project }),
    query: await ctx.runQuery("utils/stats:taskStats", { project }),
  }),
})

export const mutationByReference = mutation({
  args,
  handler: async (ctx, { project }) => ({
    mutation: await ctx.runMutation(api.record, { project }),
    query: await ctx.runQuery(api.taskStats, { project }),
  }),
})

export const actionByName = action({
  args,
  handler: async (ctx, { project }) => ({
    mutation: await ctx.runMutation("utils/stats:record", { project }),
    query: await ctx.runQuery("utils/stats:taskStats", { project }),
    action: await ctx.runAction("utils/stats:measure", { project }),
  }),
})

export const actionByReference = action({
  args,
  handler: async (ctx, { project }) => ({
    mutation: await ctx.runMutation(api.record, { project }),
    query: await ctx.runQuery(api.taskStats, { project }),
    action: await ctx.runAction(api.measure, { project }),
  }),
})

/** Calls the function of one kind as if it were of another. */
export const mistake = action({
  args: { as: v.string(), kind: v.string() },
  handler: async (ctx, { as, kind }) => {
    const call = as === "query" ? ctx.runQuery : as === "mutation" ? ctx.runMutation : ctx.runAction
    const fn = kind === "query" ? api.taskStats : kind === "mutation" ? api.record : api.measure
    return await (call as (fn: unknown, args: object) => Promise<unknown>)(fn, { project: "a" })
  },
})

export const scheduleByName = mutation({
  args,
  handler: async (ctx, args) => await ctx.scheduler.runAfter(0, "utils/stats:record", args),
})

export const scheduleByReference = action({
  args,
  handler: async (ctx, args) => await ctx.scheduler.runAfter(0, api.record, args),
})
