import { v } from "@zeroback/server"
import { action, mutation, query } from "./server.js"

export const echo = query({ args: { text: v.string() }, handler: async (_ctx, { text }) => text.length })

export const repeat = query({
  args: { text: v.string(), times: v.number() },
  handler: async (_ctx, { text, times }) => text.repeat(times),
})

/** Writes `count` documents and returns a text of `bytes` characters. */
export const write = mutation({
  args: { count: v.number(), bytes: v.optional(v.number()) },
  handler: async (ctx, { count, bytes = 0 }) => {
    for (let i = 0; i < count; i++) await ctx.db.insert("tasks", { project: "limits", text: `${i}`, done: false })
    return "x".repeat(bytes)
  },
})

/** Writes in three transactions that are one. */
export const writeNested = mutation({
  args: { each: v.number() },
  handler: async (ctx, { each }) => {
    for (let i = 0; i < 3; i++) await ctx.runMutation("limits:write", { count: each })
  },
})

/** Writes one document again and again, which is one document written. */
export const writeOneOften = mutation({
  args: {},
  handler: async (ctx) => {
    const id = await ctx.db.insert("tasks", { project: "limits", text: "", done: false })
    for (let i = 0; i < 100; i++) await ctx.db.patch(id, { text: `${i}` })
  },
})

export const readAll = query({
  args: {},
  handler: async (ctx) => (await ctx.db.query("tasks").collect()).length,
})

/** Reads every document `times` times and the first `more` once more; returns how many that were. */
export const readAllOften = query({
  args: { times: v.number(), more: v.number() },
  handler: async (ctx, { times, more }) => {
    let read = 0
    for (let i = 0; i < times; i++) read += (await ctx.db.query("tasks").collect()).length
    return read + (await ctx.db.query("tasks").take(more)).length
  },
})

export const readByPages = query({
  args: {},
  handler: async (ctx) => {
    let [cursor, read] = [null as string | null, 0]
    for (;;) {
      const page = await ctx.db.query("tasks").paginate({ cursor, numItems: 5 })
      read += page.page.length
      if (page.isDone) return read
      cursor = page.continueCursor
    }
  },
})

export const readEach = query({
  args: { ids: v.array(v.id("tasks")) },
  handler: async (ctx, { ids }) => (await ctx.db.getMany(...ids)).size,
})

export const countAll = query({ args: {}, handler: async (ctx) => await ctx.db.query("tasks").count() })

const never = new Promise<never>(() => undefined)

export const hang = action({ args: {}, handler: async () => await never })

export const writeThenHang = mutation({
  args: {},
  handler: async (ctx) => {
    await ctx.db.insert("tasks", { project: "limits", text: "hanging", done: false })
    return await never
  },
})

export const callWithLargeArgs = action({
  args: { bytes: v.number() },
  handler: async (ctx, { bytes }) => await ctx.runQuery("limits:echo", { text: "x".repeat(bytes) }),
})

export const schedule = mutation({
  args: { fn: v.string(), text: v.optional(v.string()) },
  handler: async (ctx, { fn, text }) =>
    await ctx.scheduler.runAfter(0, fn, text === undefined ? {} : { text: text.repeat(1_000) }),
})

/** Returns the id of the last job. */
export const scheduleHanging = mutation({
  args: { times: v.number(), at: v.number() },
  handler: async (ctx, { times, at }) => {
    for (let i = 1; i < times; i++) await ctx.scheduler.runAt(at, "limits:hang")
    return await ctx.scheduler.runAt(at, "limits:hang")
  },
})

/** Fails in one way for up to one task, and in another for more. */
export const failWithTasks = query({
  args: {},
  handler: async (ctx) => {
    const tasks = await ctx.db.query("tasks").collect()
    throw new Error(tasks.length < 2 ? "few" : "many")
  },
})
