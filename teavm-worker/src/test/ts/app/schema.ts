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
  notes: defineTable({ title: v.string(), body: v.optional(v.string()), stars: v.number() })
    .searchIndex("search_title", { searchField: "title", filterFields: ["stars"] })
    .searchIndex("search_body", { searchField: "body", tokenize: "trigram" }),
})
