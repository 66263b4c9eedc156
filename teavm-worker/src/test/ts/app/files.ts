import { v } from "@zeroback/server"
import { action, mutation, query } from "./server.js"

export const uploadUrl = mutation({ args: {}, handler: async (ctx) => await ctx.storage.generateUploadUrl() })

export const uploadUrlThenFail = mutation({
  args: {},
  handler: async (ctx) => {
    kept = await ctx.storage.generateUploadUrl()
    throw new Error("changed my mind")
  },
})

let kept: string | null = null

/** What the mutation above was about to return. */
export const keptUrl = action({ args: {}, handler: async () => kept })

export const url = query({
  args: { storageId: v.string() },
  handler: async (ctx, { storageId }) => await ctx.storage.getUrl(storageId),
})

export const metadata = query({
  args: { storageId: v.string() },
  handler: async (ctx, { storageId }) => await ctx.storage.getMetadata(storageId),
})

export const remove = mutation({
  args: { storageId: v.string() },
  handler: async (ctx, { storageId }) => await ctx.storage.delete(storageId),
})

/** Deletes files and commits so many milliseconds later. */
export const removeSlowly = mutation({
  args: { storageIds: v.array(v.string()), millis: v.number() },
  handler: async (ctx, { storageIds, millis }) => {
    for (const storageId of storageIds) await ctx.storage.delete(storageId)
    await new Promise((resolve) => setTimeout(resolve, millis))
  },
})

export const removeThenFail = mutation({
  args: { storageId: v.string() },
  handler: async (ctx, { storageId }) => {
    await ctx.storage.delete(storageId)
    throw new Error("changed my mind")
  },
})

export const store = action({
  args: { text: v.string(), type: v.string() },
  handler: async (ctx, { text, type }) => {
    const storageId = await ctx.storage.store(new Blob([text], { type }))
    return { storageId, url: await ctx.storage.getUrl(storageId), metadata: await ctx.storage.getMetadata(storageId) }
  },
})

/** Stores what is no blob. */
export const storeOther = action({
  args: { content: v.any() },
  handler: async (ctx, { content }) => await ctx.storage.store(content),
})

export const storeInMutation = mutation({
  args: {},
  handler: async (ctx) => await (ctx.storage as any).store(new Blob([])),
})

export const storeMany = action({
  args: { count: v.number() },
  handler: async (ctx, { count }) =>
    await Promise.all(Array.from({ length: count }, (_, i) => ctx.storage.store(new Blob([String(i)])))),
})

/** Tries to reach the runtime's own tables and functions as if they were the app's. */
export const trespass = mutation({
  args: { id: v.string() },
  handler: async (ctx, { id }) => {
    const { db } = ctx as any
    const attempts = [
      () => db.query("_storage").collect(),
      () => db.get(id),
      () => db.get("_storage", id),
      () => db.getMany(id),
      () => db.insert("_storage_pending", { storageId: "x", due: 0 }),
      () => db.patch(id, {}),
      () => db.replace(id, {}),
      () => db.delete(id),
      () => ctx.scheduler.runAfter(0, "_storage:grant", {}),
      () => ctx.runMutation("_storage:grant", {}),
    ]
    const refusals: string[] = []
    for (const attempt of attempts) {
      try {
        await attempt()
        refusals.push("succeeded")
      } catch (error) {
        refusals.push((error as { code: string }).code)
      }
    }
    return refusals
  },
})

const now = Date.now
let elapsed = 0

/** Has the clock of this isolate, which serves all objects, be ahead by so many milliseconds. */
export const moveClock = action({
  args: { millis: v.number() },
  handler: async (_ctx, { millis }) => {
    elapsed = millis
    Date.now = () => now() + elapsed
    return null
  },
})
