// Every call that the reference of ctx.db and of schemas names, in the forms in which it shows them: compiled against
// the public types, and run.
import { defineSchema, defineTable, v } from "@zeroback/server"
import type { Id, Infer } from "@zeroback/server"
import { testBackend, type TestBackend } from "@zeroback/server/testing"
import { afterAll, beforeAll, expect, test } from "vitest"

const schema = defineSchema({
  projects: defineTable({ name: v.string(), description: v.string(), color: v.string() }),
  tasks: defineTable({
    title: v.string(),
    description: v.optional(v.string()),
    status: v.string(),
    priority: v.string(),
    projectId: v.string(),
    assignee: v.optional(v.string()),
    dueDate: v.optional(v.number()),
    score: v.optional(v.number()),
    labels: v.optional(v.array(v.string())),
  })
    .index("by_project", ["projectId"])
    .index("by_project_status", ["projectId", "status"])
    .index("by_project_date", ["projectId", "dueDate"])
    .searchIndex("search_title", { searchField: "title" }),
  messages: defineTable({ channel: v.string(), body: v.string() }).index("by_channel", ["channel"]),
  users: defineTable({ email: v.string() }),
})

const app = { functions: {}, schema }
let backend: TestBackend<typeof app>
let projectId: Id<"projects">
let bug: Id<"tasks">
let patch: Id<"tasks">
let docs: Id<"tasks">

beforeAll(async () => {
  backend = await testBackend(app)
  await backend.run(async (ctx) => {
    projectId = await ctx.db.insert("projects", { name: "Roof", description: "", color: "red" })
    bug = await ctx.db.insert("tasks", { title: "Fix bug", status: "todo", priority: "high", projectId })
    patch = await ctx.db.insert("tasks", {
      title: "Fix patch",
      status: "active",
      priority: "critical",
      projectId,
      assignee: "ann",
      dueDate: 20,
      score: 100,
    })
    docs = await ctx.db.insert("tasks", {
      title: "Write docs",
      status: "archived",
      priority: "low",
      projectId: "other",
      dueDate: 30,
    })
    for (let i = 0; i < 45; i++) await ctx.db.insert("messages", { channel: "general", body: `${i}` })
  })
})
afterAll(() => backend.close())

const ids = (documents: readonly { _id: string }[]) => documents.map(({ _id }) => _id)

test("get, getMany and query read documents", () =>
  backend.run(async (ctx) => {
    expect(ids(await ctx.db.query("tasks").collect())).toEqual([bug, patch, docs])
    expect(await ctx.db.get(bug)).toMatchObject({ title: "Fix bug" })
    expect(await ctx.db.get("tasks", bug)).toEqual(await ctx.db.get(bug))
    expect(await ctx.db.get("tasks:01HXZ...")).toBeNull()
    expect((await ctx.db.getMany("tasks:01A...", "tasks:01B...")).get("tasks:01A...")).toBeNull()
    const missing = "tasks:01ARZ3NDEKTSV4RRFFQ69G5FAV"
    expect(await ctx.db.get(missing)).toBeNull()
    const results = await ctx.db.getMany(bug, missing, projectId)
    expect(results).toBeInstanceOf(Map)
    expect([...results.keys()]).toEqual([bug, missing, projectId])
    expect([results.get(bug)?._id, results.get(missing), results.get(projectId)?._id]).toEqual([bug, null, projectId])
  }))

test("insert, patch, replace and delete write them", () =>
  backend.run(async (ctx) => {
    const id = await ctx.db.insert("tasks", { title: "New", status: "todo", priority: "high", projectId: "p" })
    expect(id).toMatch(/^tasks:[0-9A-HJKMNP-TV-Z]{26}$/)
    const { _creationTime } = (await ctx.db.get(id))!
    expect(Math.abs(_creationTime - Date.now())).toBeLessThan(60_000)
    await ctx.db.patch(id, { status: "done", priority: "low", description: "text" })
    expect(await ctx.db.get(id)).toMatchObject({ title: "New", status: "done", priority: "low", description: "text" })
    await ctx.db.patch(id, { description: undefined })
    expect(await ctx.db.get(id)).not.toHaveProperty("description")
    await ctx.db.replace(id, { title: "New title", status: "todo", priority: "medium", projectId: "p" })
    expect(await ctx.db.get(id)).toEqual({
      _id: id,
      _creationTime,
      title: "New title",
      status: "todo",
      priority: "medium",
      projectId: "p",
    })
    await ctx.db.delete(id)
    expect(await ctx.db.get(id)).toBeNull()
    await expect(ctx.db.delete(id)).rejects.toThrow(id)
  }))

test("withIndex walks an index, from a bound to a bound", () =>
  backend.run(async (ctx) => {
    expect(ids(await ctx.db.query("tasks").withIndex("by_id").order("desc").take(50))).toEqual([docs, patch, bug])
    expect(ids(await ctx.db.query("tasks").withIndex("by_creation_time").take(1))).toEqual([bug])
    const inProject = ctx.db.query("tasks").withIndex("by_project", (q) => q.eq("projectId", projectId))
    expect(ids(await inProject.collect())).toEqual([bug, patch])
    const active = await ctx.db
      .query("tasks")
      .withIndex("by_project_status", (q) => q.eq("projectId", projectId).eq("status", "active"))
      .collect()
    expect(ids(active)).toEqual([patch])
    const due = await ctx.db
      .query("tasks")
      .withIndex("by_project_date", (q) => q.eq("projectId", projectId).gte("dueDate", 20).lt("dueDate", 30))
      .collect()
    expect(ids(due)).toEqual([patch])
    const dueLater = ctx.db
      .query("tasks")
      .withIndex("by_project_date", (q) => q.eq("projectId", "other").gt("dueDate", 20).lte("dueDate", 30))
    expect(ids(await dueLater.collect())).toEqual([docs])
  }))

test("filter tests conditions, joined by and, or and not", () =>
  backend.run(async (ctx) => {
    const tasks = ctx.db.query("tasks")
    expect(ids(await tasks.filter((q) => q.eq(q.field("status"), "active")).collect())).toEqual([patch])
    const assigned = tasks.filter((q) =>
      q.and(q.eq(q.field("status"), "active"), q.gte(q.field("score"), 100), q.neq(q.field("assignee"), null)),
    )
    expect(ids(await assigned.collect())).toEqual([patch])
    const urgent = tasks.filter((q) => q.or(q.eq(q.field("priority"), "high"), q.eq(q.field("priority"), "critical")))
    expect(ids(await urgent.collect())).toEqual([bug, patch])
    expect(ids(await tasks.filter((q) => q.not(q.eq(q.field("status"), "archived"))).collect())).toEqual([bug, patch])
    const nobodys = await tasks.filter((q) => q.eq(q.field("assignee"), null)).collect()
    expect(ids(nobodys), "a missing field counts as null").toEqual([bug, docs])
    const late = tasks.filter((q) => q.gt(q.field("dueDate"), 20)).filter((q) => q.lte(30, q.field("dueDate")))
    expect(ids(await late.collect()), "several filters must all hold").toEqual([docs])
    expect(ids(await tasks.filter((q) => q.lt(q.field("priority"), q.field("status"))).collect())).toEqual([bug])
  }))

test("order and orderBy sort, ascending by default", () =>
  backend.run(async (ctx) => {
    expect(ids(await ctx.db.query("tasks").order("asc").collect())).toEqual([bug, patch, docs])
    expect(ids(await ctx.db.query("tasks").orderBy("priority").collect())).toEqual([patch, bug, docs])
    expect(ids(await ctx.db.query("tasks").orderBy("priority", "desc").collect())).toEqual([docs, bug, patch])
    expect(ids(await ctx.db.query("tasks").orderBy("_creationTime", "desc").take(1))).toEqual([docs])
  }))

test("first, unique, take and count end a query", () =>
  backend.run(async (ctx) => {
    const byEmail = ctx.db.query("users").filter((q) => q.eq(q.field("email"), "alice@example.com"))
    expect(await byEmail.first()).toBeNull()
    await expect(byEmail.unique()).rejects.toThrow(/^Expected exactly one result, got none$/)
    const alice = await ctx.db.insert("users", { email: "alice@example.com" })
    expect((await byEmail.first())?._id).toBe(alice)
    expect((await byEmail.unique())._id).toBe(alice)
    await ctx.db.insert("users", { email: "alice@example.com" })
    await expect(byEmail.unique()).rejects.toThrow(/^Expected exactly one result, got multiple$/)
    expect(await byEmail.count()).toBe(2)
    expect(ids(await ctx.db.query("tasks").order("desc").take(2))).toEqual([docs, patch])
  }))

test("paginate reads page after page until it is done", () =>
  backend.run(async (ctx) => {
    const general = ctx.db
      .query("messages")
      .withIndex("by_channel", (q) => q.eq("channel", "general"))
      .order("desc")
    const bodies: string[] = []
    let cursor: string | null = null
    for (const size of [20, 20, 5]) {
      const { page, continueCursor, isDone } = await general.paginate({ cursor, numItems: 20 })
      expect(page).toHaveLength(size)
      expect(isDone).toBe(size === 5)
      expect(continueCursor === null).toBe(isDone)
      bodies.push(...page.map(({ body }) => body))
      cursor = continueCursor
    }
    expect(bodies).toEqual(Array.from({ length: 45 }, (_, i) => `${44 - i}`))
    for (const numItems of [0, 1_001, 1.5]) {
      await expect(general.paginate({ cursor: null, numItems })).rejects.toThrow("from 1 to 1,000")
    }
  }))

test("search finds words, phrases, beginnings and combinations", () =>
  backend.run(async (ctx) => {
    const found = async (text: string) => ids(await ctx.db.query("tasks").search("title", text).take(10))
    expect(await found("fix bug")).toEqual([bug])
    expect(await found('"fix bug"')).toEqual([bug])
    expect(new Set(await found("fix*"))).toEqual(new Set([bug, patch]))
    expect(await found("fix AND bug")).toEqual([bug])
    expect(new Set(await found("fix OR patch"))).toEqual(new Set([bug, patch]))
    const filtered = ctx.db
      .query("tasks")
      .search("title", "fix")
      .filter((q) => q.eq(q.field("status"), "active"))
    expect(ids(await filtered.order("desc").take(10))).toEqual([patch])
    await expect(filtered.withIndex("by_project").collect()).rejects.toThrow("cannot be combined")
  }))

test("validators infer the types that they check", () => {
  const taskValidator = v.object({
    title: v.string(),
    status: v.union(v.literal("todo"), v.literal("done")),
    address: v.object({ street: v.string(), city: v.string() }),
    tags: v.array(v.string()),
    note: v.optional(v.string()),
    scores: v.record(v.string(), v.number()),
    exact: v.float64(),
    big: v.int64(),
    raw: v.bytes(),
    nothing: v.null(),
    done: v.boolean(),
    task: v.id("tasks"),
  })
  type Task = Infer<typeof taskValidator>
  const task: Task = {
    title: "a",
    status: "todo",
    address: { street: "s", city: "c" },
    tags: ["x"],
    scores: { a: 1 },
    exact: 1.5,
    big: 2n,
    raw: new ArrayBuffer(1),
    nothing: null,
    done: false,
    task: "tasks:01HXZ...",
  }
  expect(taskValidator.fields.status.members.map(({ value }) => value)).toContain(task.status)
})
