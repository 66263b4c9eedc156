import { ZerobackError } from "@zeroback/server"
import type { MutationCtx } from "./_generated/server"
import { mutation, query, v } from "./_generated/server"
import { column } from "./schema"

/** One column from the top, page by page. */
export const list = query({
  args: { column, cursor: v.optional(v.string()), numItems: v.number() },
  handler: async (ctx, args) => {
    const cards = await ctx.db
      .query("cards")
      .withIndex("by_column", (q) => q.eq("column", args.column))
      .paginate({ cursor: args.cursor ?? null, numItems: args.numItems })
    const pictures = cards.page.map(({ picture }) => (picture === undefined ? null : ctx.storage.getUrl(picture)))
    const urls = await Promise.all(pictures)
    return { ...cards, page: cards.page.map((card, i) => ({ ...card, pictureUrl: urls[i] ?? null })) }
  },
})

export const count = query({
  args: { column },
  handler: async (ctx, args) => {
    return await ctx.db
      .query("cards")
      .withIndex("by_column", (q) => q.eq("column", args.column))
      .count()
  },
})

/** The cards whose title has words that begin like those of `text`, the best first. */
export const search = query({
  args: { text: v.string() },
  handler: async (ctx, args) => {
    const words = args.text.match(/[\p{L}\p{N}]+/gu) ?? []
    return await ctx.db
      .query("cards")
      .search("title", words.map((word) => `${word}*`).join(" "))
      .take(20)
  },
})

export const create = mutation({
  args: { column, title: v.string() },
  handler: async (ctx, args) => {
    return await ctx.db.insert("cards", { ...args, position: await above(ctx, args.column) })
  },
})

/** Moves a card to the top of a column. */
export const move = mutation({
  args: { id: v.id("cards"), column },
  handler: async (ctx, args) => {
    if ((await ctx.db.get(args.id)) === null) throw new ZerobackError("Somebody has deleted this card")
    await ctx.db.patch(args.id, { column: args.column, position: await above(ctx, args.column) })
  },
})

export const remove = mutation({
  args: { id: v.id("cards") },
  handler: async (ctx, args) => {
    const card = await ctx.db.get(args.id)
    if (card === null) return
    if (card.picture !== undefined) await ctx.storage.delete(card.picture)
    await ctx.db.delete(args.id)
  },
})

/** Where the page sends a picture, before it gives it to a card with {@link setPicture}. */
export const pictureUploadUrl = mutation({
  args: {},
  handler: async (ctx) => await ctx.storage.generateUploadUrl(),
})

/** Gives a card a picture that was uploaded, in place of the one that it had. */
export const setPicture = mutation({
  args: { id: v.id("cards"), storageId: v.string() },
  handler: async (ctx, args) => {
    const card = await ctx.db.get(args.id)
    if (card === null) throw new ZerobackError("Somebody has deleted this card")
    if (card.picture === args.storageId) return
    const file = await ctx.storage.getMetadata(args.storageId)
    if (!file?.contentType.startsWith("image/")) throw new ZerobackError("This file is not a picture")
    if (card.picture !== undefined) await ctx.storage.delete(card.picture)
    await ctx.db.patch(args.id, { picture: args.storageId })
  },
})

/** A position above all cards of a column. */
async function above(ctx: MutationCtx, wanted: "todo" | "doing" | "done"): Promise<number> {
  const top = await ctx.db
    .query("cards")
    .withIndex("by_column", (q) => q.eq("column", wanted))
    .first()
  return top === null ? 0 : top.position - 1
}
