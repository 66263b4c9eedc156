import { defineSchema, defineTable, v } from "@zeroback/server"

export const schema = defineSchema({
  tasks: defineTable({
    project: v.string(),
    text: v.string(),
    isCompleted: v.boolean(),
  }).index("by_project", ["project"]),
})
