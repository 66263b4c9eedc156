import { v } from "@zeroback/server"
import { action, mutation, query } from "./server.js"

let attempts = 0

/** How often the handlers of this module's mutations ran in this isolate, which serves all objects. */
export const countAttempts = action({ args: {}, handler: async () => attempts })

/** Adds a star to what was read. */
export const addStar = mutation({
  args: { id: v.id("notes") },
  handler: async (ctx, { id }) => {
    attempts++
    const stars = (await ctx.db.get("notes", id))!.stars + 1
    await ctx.db.patch(id, { stars })
    return stars
  },
})

/** The same, with time for others between the read and the write. */
export const addStarSlowly = mutation({
  args: { id: v.id("notes"), millis: v.number() },
  handler: async (ctx, { id, millis }) => {
    attempts++
    const stars = (await ctx.db.get("notes", id))!.stars + 1
    await new Promise((resolve) => setTimeout(resolve, millis))
    await ctx.db.patch(id, { stars })
    return stars
  },
})

export const stars = query({
  args: { id: v.id("notes") },
  handler: async (ctx, { id }) => (await ctx.db.get("notes", id))!.stars,
})

let newestCtx: WeakRef<object> | undefined

/** Remembers its `ctx` without keeping it. */
export const remember = query({
  args: {},
  handler: async (ctx) => {
    newestCtx = new WeakRef(ctx)
    return null
  },
})

/** What a garbage collection leaves: whether the `ctx` of `remember` lives, and how often shapes were kept. */
export function afterCollection(): object {
  const { gc, shapesKept = 0 } = globalThis as unknown as { gc(): void; shapesKept?: number }
  gc()
  return { ctxLives: newestCtx?.deref() !== undefined, shapesKept }
}
