import { ZerobackError } from "@zeroback/server"
import { mutation, query, v } from "./_generated/server"

const LONGEST_BODY = 2_000

/** The messages of one channel, newest first, page by page. */
export const list = query({
  args: { channel: v.string(), cursor: v.optional(v.string()), numItems: v.number() },
  handler: async (ctx, args) => {
    return await ctx.db
      .query("messages")
      .withIndex("by_channel", (q) => q.eq("channel", args.channel))
      .order("desc")
      .paginate({ cursor: args.cursor ?? null, numItems: args.numItems })
  },
})

export const send = mutation({
  args: { channel: v.string(), author: v.string(), body: v.string() },
  handler: async (ctx, args) => {
    if (args.body.length > LONGEST_BODY) throw new ZerobackError({ longest: LONGEST_BODY }, "The message is too long")
    return await ctx.db.insert("messages", args)
  },
})

export const remove = mutation({
  args: { id: v.id("messages") },
  handler: async (ctx, args) => {
    if ((await ctx.db.get(args.id)) !== null) await ctx.db.delete(args.id)
  },
})
