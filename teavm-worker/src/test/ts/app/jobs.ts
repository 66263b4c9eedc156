import { cronJobs, v } from "@zeroback/server"
import type { FunctionReferenceTo } from "@zeroback/server"
import { action, internalMutation, mutation, query } from "./server.js"

/** Leaves a task that says when it was written. */
export const leave = internalMutation({
  args: { text: v.string() },
  handler: async (ctx, { text }) => {
    await ctx.db.insert("tasks", { project: "jobs", text, done: false })
  },
})

export const leaveReference = { _name: "jobs:leave" } as unknown as FunctionReferenceTo<typeof leave>

/** Takes a while and leaves a task then. */
export const work = action({
  args: { text: v.string(), millis: v.number() },
  handler: async (ctx, { text, millis }) => {
    await new Promise((resolve) => setTimeout(resolve, millis))
    await ctx.runMutation(leaveReference, { text })
  },
})

export const leaveLater = mutation({
  args: { text: v.string(), millis: v.number(), fail: v.optional(v.boolean()) },
  handler: async (ctx, { text, millis, fail }) => {
    const job = await ctx.scheduler.runAfter(millis, leaveReference, { text })
    if (fail) throw new Error("after scheduling")
    return job
  },
})

/** Leaves the address of a file as the job sees it, or why there is none. */
export const leaveUrl = internalMutation({
  args: { storageId: v.string() },
  handler: async (ctx, { storageId }) => {
    const text = await ctx.storage.getUrl(storageId).catch((error: unknown) => String(error))
    await ctx.db.insert("tasks", { project: "jobs", text: String(text), done: false })
  },
})

export const leaveUrlLater = mutation({
  args: { storageId: v.string(), millis: v.number() },
  handler: async (ctx, { storageId, millis }) => await ctx.scheduler.runAfter(millis, "jobs:leaveUrl", { storageId }),
})

export const leaveManyLater = mutation({
  args: { count: v.number(), millis: v.number() },
  handler: async (ctx, { count, millis }) => {
    const at = new Date(Date.now() + millis)
    for (let i = 0; i < count; i++) await ctx.scheduler.runAt(at, "jobs:leave", { text: `job ${i}` })
  },
})

export const workLater = action({
  args: { text: v.string(), millis: v.number() },
  handler: async (ctx, args) => await ctx.scheduler.runAfter(0, "jobs:work", args),
})

export const scheduleAnything = mutation({
  args: { delay: v.any(), fn: v.any() },
  handler: async (ctx, { delay, fn }) => await ctx.scheduler.runAfter(delay as number, fn as string),
})

export const get = query({ args: { id: v.string() }, handler: async (ctx, { id }) => await ctx.scheduler.get(id) })

export const cancel = mutation({
  args: { id: v.string() },
  handler: async (ctx, { id }) => {
    await ctx.scheduler.cancel(id)
  },
})

export const crons = cronJobs()
crons.interval("often", { seconds: 0.2 }, "jobs:leave", { text: "often" })
crons.daily("daily", { hourUTC: 9 }, leaveReference, { text: "daily" })
crons.hourly("hourly", "jobs:leave", { text: "hourly" })
