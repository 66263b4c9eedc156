import { v } from "@zeroback/server"
import { action as newAction, mutation as newMutation, query as newQuery } from "./server.js"

/** One function of each kind, whose result fits unless it is told otherwise. */
const args = { text: v.string(), n: v.number() }
const resultFor = (text: string) => (text === "wrong result" ? text : 1) as number

export const query = newQuery({ args, returns: v.number(), handler: async (_ctx, { text }) => resultFor(text) })

export const mutation = newMutation({
  args,
  returns: v.number(),
  handler: async (ctx, { text }) => {
    if (text === "wrong result") await ctx.db.insert("tasks", { project: "checked", text, done: false })
    return resultFor(text)
  },
})

export const action = newAction({ args, returns: v.number(), handler: async (_ctx, { text }) => resultFor(text) })

const called = { kind: v.string(), args: v.any() }

export const mutationCalls = newMutation({
  args: called,
  handler: async (ctx, { kind, args: given }) => {
    const call = kind === "query" ? ctx.runQuery : ctx.runMutation
    return await call(`checked:${kind}`, given as object)
  },
})

export const actionCalls = newAction({
  args: called,
  handler: async (ctx, { kind, args: given }) => {
    const call = kind === "query" ? ctx.runQuery : kind === "mutation" ? ctx.runMutation : ctx.runAction
    return await call(`checked:${kind}`, given as object)
  },
})

const scheduled = { fn: v.string(), args: v.any() }

export const scheduleInMutation = newMutation({
  args: scheduled,
  handler: async (ctx, { fn, args: given }) => await ctx.scheduler.runAfter(0, fn, given as object),
})

export const scheduleInAction = newAction({
  args: scheduled,
  handler: async (ctx, { fn, args: given }) => await ctx.scheduler.runAfter(0, fn, given as object),
})
