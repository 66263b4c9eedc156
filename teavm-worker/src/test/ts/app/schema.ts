import { defineSchema, defineTable, v } from "@zeroback/server"

export const schema = defineSchema({
  tasks: defineTable({
    project: v.string(),
    text: v.string(),
    done: v.boolean(),
    weight: v.optional(v.int64()),
    picture: v.optional(v.bytes()),
  })
    .index("by_project", ["project"])
    .index("by_project_done", ["project", "done"]),
})
