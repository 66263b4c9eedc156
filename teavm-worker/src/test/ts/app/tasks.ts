import { v, ZerobackError } from "@zeroback/server"
import { action, internalQuery, mutation, query } from "./server.js"

let listRuns = 0

export const list = query({
  args: { project: v.string() },
  handler: async (ctx, { project }) => {
    listRuns++
    return await ctx.db
      .query("tasks")
      .withIndex("by_project", (q) => q.eq("project", project))
      .collect()
  },
})

export const page = query({
  args: { project: v.string(), numItems: v.number(), twin: v.optional(v.boolean()) },
  handler: (ctx, { project, numItems }) =>
    ctx.db
      .query("tasks")
      .withIndex("by_project", (q) => q.eq("project", project))
      .paginate({ cursor: null, numItems }),
})

/** A list beside what else there is to show, of which something is absent at first. */
export const board = query({
  args: { project: v.string(), twin: v.optional(v.boolean()) },
  handler: async (ctx, { project }) => {
    const all = await ctx.db.query("tasks").collect()
    const tasks = all.filter((task) => task.project === project)
    return {
      open: tasks.filter((task) => !task.done).length,
      tasks,
      elsewhere: all.length - tasks.length || undefined,
      project,
    }
  },
})

/** Changes what it is given, as its own. */
export const shout = query({
  args: { project: v.string() },
  handler: async (ctx, { project }) => {
    const tasks = await ctx.db
      .query("tasks")
      .withIndex("by_project", (q) => q.eq("project", project))
      .collect()
    for (const task of tasks) task.text += "!"
    return tasks.reverse()
  },
})

/** How often `list` ran in this isolate, which serves all objects. */
export const countListRuns = action({ args: {}, handler: async () => listRuns })

export const open = query({
  args: { project: v.string() },
  handler: async (ctx, { project }) =>
    await ctx.db
      .query("tasks")
      .withIndex("by_project", (q) => q.eq("project", project))
      .filter((q) => q.and(q.eq(q.field("done"), false), q.neq(q.field("text"), "")))
      .order("desc")
      .take(10),
})

export const get = query({
  args: { id: v.id("tasks") },
  handler: async (ctx, { id }) => await ctx.db.get(id),
})

export const getBoth = query({
  args: { a: v.id("tasks"), b: v.id("tasks") },
  handler: async (ctx, { a, b }) => {
    const found = await ctx.db.getMany(a, b)
    return [found.get(a) ?? null, found.get(b) ?? null]
  },
})

export const secret = internalQuery({ args: {}, handler: async () => "hidden" })

export const nothing = query({ args: {}, handler: async () => undefined })

export const date = query({ args: {}, handler: async () => new Date() })

/** A long list of what could be documents, one of which holds a date. */
export const dateInAList = query({
  args: {},
  handler: async () => Array.from({ length: 300 }, (_, i) => ({ _id: `d${i}`, when: i === 270 ? new Date() : i })),
})

/** All tasks; of two of them one cannot be read. */
export const touchy = query({
  args: {},
  handler: async (ctx) => {
    const tasks = await ctx.db.query("tasks").collect()
    const isOdd = tasks.length === 2
    for (const task of tasks) {
      Object.defineProperty(task, "odd", {
        enumerable: true,
        get() {
          if (isOdd) throw new Error("not now")
          return null
        },
      })
    }
    return tasks
  },
})

export const createAndReturnDate = mutation({
  args: {},
  handler: async (ctx) => {
    await ctx.db.insert("tasks", { project: "a", text: "never", done: false })
    return new Date()
  },
})

export const whoAmI = query({
  args: {},
  handler: async (ctx) => await ctx.auth.getUserIdentity(),
})

export const create = mutation({
  args: {
    project: v.string(),
    text: v.string(),
    weight: v.optional(v.int64()),
    picture: v.optional(v.bytes()),
  },
  returns: v.id("tasks"),
  handler: async (ctx, args) => await ctx.db.insert("tasks", { ...args, done: false }),
})

export const toggle = mutation({
  args: { id: v.id("tasks") },
  handler: async (ctx, { id }) => {
    const task = await ctx.db.get("tasks", id)
    if (task === null) throw new ZerobackError({ id }, "No such task")
    await ctx.db.patch(id, { done: !task.done })
  },
})

export const remove = mutation({
  args: { id: v.id("tasks") },
  handler: async (ctx, { id }) => await ctx.db.delete(id),
})

export const createThenFail = mutation({
  args: { project: v.string() },
  handler: async (ctx, { project }) => {
    await ctx.db.insert("tasks", { project, text: "never", done: false })
    throw new Error("changed my mind")
  },
})

/** Writes to the console. */
export const speak = action({
  args: {},
  handler: async () => {
    console.warn("out loud", { n: 1 })
  },
})

/** Uses `ctx.db` after it has returned. */
export const writeTooLate = mutation({
  args: { project: v.string() },
  handler: async (ctx, { project }) => {
    const { db } = ctx
    setTimeout(() => {
      db.insert("tasks", { project, text: "late", done: false }).catch((error: unknown) => {
        lateError = error instanceof ZerobackError ? `${error.code}: ${error.message}` : String(error)
      })
    }, 10)
    return null
  },
})

let lateError: string | null = null

export const takeLateError = action({
  args: {},
  handler: async () => {
    while (lateError === null) await new Promise((resolve) => setTimeout(resolve, 5))
    return lateError
  },
})

export const createViaAction = action({
  args: { project: v.string(), text: v.string() },
  handler: async (ctx, args) => {
    const hidden = await ctx.runQuery("tasks:secret")
    await ctx.runMutation("tasks:create", args)
    const tasks = await ctx.runQuery("tasks:list", { project: args.project })
    return { hidden, count: tasks.length as number }
  },
})

/** What a failed nested call looks like to the caller's code. */
export const catchNested = action({
  args: { id: v.id("tasks") },
  handler: async (ctx, { id }) => {
    try {
      await ctx.runMutation("tasks:toggle", { id })
      return null
    } catch (error) {
      return error instanceof ZerobackError ? { code: error.code, message: error.message, data: error.data } : null
    }
  },
})
