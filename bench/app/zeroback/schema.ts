import { defineSchema, defineTable, v } from "@zeroback/server"

const fields = {
  project: v.string(),
  status: v.string(),
  title: v.string(),
  body: v.string(),
  count: v.number(),
}

export const schema = defineSchema({
  items: defineTable(fields).index("by_project", ["project"]).index("by_project_status", ["project", "status"]),

  /** The same with a search index. */
  notes: defineTable(fields)
    .index("by_project", ["project"])
    .index("by_project_status", ["project", "status"])
    .searchIndex("search_title", { searchField: "title" }),
})
