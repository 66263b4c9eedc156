import { defineSchema, defineTable, v } from "@zeroback/server"

export const schema = defineSchema({
  items: defineTable({
    project: v.string(),
    status: v.string(),
    title: v.string(),
    body: v.string(),
    count: v.number(),
  })
    .index("by_project", ["project"])
    .index("by_project_status", ["project", "status"]),
})
