import { defineSchema, defineTable, v } from "@zeroback/server"

export const column = v.union(v.literal("todo"), v.literal("doing"), v.literal("done"))

export const schema = defineSchema({
  cards: defineTable({
    column,
    title: v.string(),
    /** Cards of a column are shown by position; the smallest one is at the top. */
    position: v.number(),
    /** Storage id of the card's picture. */
    picture: v.optional(v.string()),
  })
    .index("by_column", ["column", "position"])
    .searchIndex("by_title", { searchField: "title" }),
})
