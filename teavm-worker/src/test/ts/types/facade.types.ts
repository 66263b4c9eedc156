// Compiled by `npm run typecheck`; nothing here runs. A `@ts-expect-error` without an error fails the check.
import { cronJobs, defineSchema, defineTable, functionFactories, v } from "../../../main/ts/index.js"
import type {
  ActionCtx,
  FunctionReference,
  FunctionReferenceTo,
  Id,
  Infer,
  InferDataModel,
  InferSearchFields,
  InferTableIndexes,
  ScheduledJob,
  Scheduler,
  SchemaDefinition,
  TableDefinition,
  Validator,
} from "../../../main/ts/index.js"

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
declare function same<A, B>(equal: Equal<A, B>): void

// Validators

export const person = v.object({
  name: v.string(),
  age: v.optional(v.number()),
  state: v.union(v.literal("active"), v.literal("archived")),
  tags: v.array(v.string()),
  boss: v.id("people"),
  scores: v.record(v.string(), v.number()),
  big: v.int64(),
  raw: v.bytes(),
  nothing: v.null(),
  yes: v.boolean(),
  anything: v.any(),
})
same<
  Infer<typeof person>,
  {
    name: string
    age?: number | undefined
    state: "active" | "archived"
    tags: string[]
    boss: Id<"people">
    scores: Record<string, number>
    big: bigint
    raw: ArrayBuffer
    nothing: null
    yes: boolean
    anything: any
  }
>(true)

// Schema

export const schema = defineSchema({
  projects: defineTable({ name: v.string(), address: v.object({ city: v.string() }) }).index("by_city", [
    "address.city",
  ]),
  tasks: defineTable({
    title: v.string(),
    status: v.union(v.literal("todo"), v.literal("done")),
    projectId: v.id("projects"),
    score: v.optional(v.number()),
  })
    .index("by_project", ["projectId"])
    .index("by_project_status", ["projectId", "status"], { unique: true })
    .searchIndex("search_title", { searchField: "title", filterFields: ["projectId"], tokenize: "porter" }),
})
// @ts-expect-error no such field
defineTable({ title: v.string() }).index("by_titel", ["titel"])
// @ts-expect-error no such field
defineTable({ title: v.string() }).searchIndex("search", { searchField: "body" })

type DataModel = InferDataModel<typeof schema>
same<
  DataModel["tasks"],
  {
    _id: Id<"tasks">
    _creationTime: number
    title: string
    status: "todo" | "done"
    projectId: Id<"projects">
    score?: number | undefined
  }
>(true)
same<InferTableIndexes<typeof schema>["tasks"]["by_project_status"], readonly ["projectId", "status"]>(true)
same<InferSearchFields<typeof schema>, { projects: never; tasks: "title" }>(true)

// Functions, typed as generated code types them

type TableIndexes = {
  projects: { by_city: ["address.city"] }
  tasks: { by_project: ["projectId"]; by_project_status: ["projectId", "status"]; by_score: ["status", "score"] }
}
type SearchFields = { projects: never; tasks: "title" }
const { query, mutation, action, internalQuery, internalMutation } = functionFactories<{
  documents: DataModel
  indexes: TableIndexes
  searchFields: SearchFields
}>()

const project = "projects:01" as Id<"projects">

export const list = query({
  args: { projectId: v.id("projects"), limit: v.optional(v.number()) },
  handler: async (ctx, args) => {
    same<typeof args, { projectId: Id<"projects">; limit?: number | undefined }>(true)
    return await ctx.db
      .query("tasks")
      .withIndex("by_project", (q) => q.eq("projectId", args.projectId))
      .order("desc")
      .take(args.limit ?? 100)
  },
})
same<
  FunctionReferenceTo<typeof list>,
  FunctionReference<"query", { projectId: Id<"projects">; limit?: number | undefined }, DataModel["tasks"][]>
>(true)

export const count = internalQuery({
  args: {},
  returns: v.number(),
  handler: async (ctx) => (await ctx.db.query("tasks").collect()).length,
})
same<FunctionReferenceTo<typeof count>["_returns"], number>(true)
same<FunctionReferenceTo<typeof count>["_args"], Record<string, never>>(true)

// @ts-expect-error the handler returns a string
internalQuery({ args: {}, returns: v.number(), handler: async () => "3" })

export const literalResult = query({
  args: {},
  returns: v.object({ status: v.union(v.literal("todo"), v.literal("done")) }),
  handler: async () => ({ status: "todo" as const }),
})
same<FunctionReferenceTo<typeof literalResult>["_returns"], { status: "todo" | "done" }>(true)

export const reads = query({
  args: { taskId: v.id("tasks") },
  handler: async (ctx, args) => {
    const task = await ctx.db.get(args.taskId)
    same<typeof task, DataModel["tasks"] | null>(true)
    void task
    same<Awaited<ReturnType<typeof ctx.db.get<"projects">>>, DataModel["projects"] | null>(true)
    await ctx.db.get("tasks:01HXZ")
    await ctx.db.get("tasks", args.taskId)
    const both = await ctx.db.getMany(args.taskId, project)
    both.get(project)
    // @ts-expect-error no such table
    ctx.db.query("task")
    // @ts-expect-error not an id of a table of this schema
    await ctx.db.get("users:01HXZ")
    // @ts-expect-error an id of another table
    await ctx.db.get("projects", args.taskId)
    // @ts-expect-error queries cannot write
    await ctx.db.insert("projects", { name: "x", address: { city: "y" } })

    const tasks = ctx.db.query("tasks")
    tasks.withIndex("by_id").order("desc")
    tasks.withIndex("by_creation_time", (q) => q.gte("_creationTime", 0).lt("_creationTime", 9))
    tasks.withIndex("by_project_status", (q) => q.eq("projectId", project).eq("status", "todo"))
    tasks.withIndex("by_score", (q) => q.eq("status", "todo").gt("score", 3).lte("score", 7))
    tasks.withIndex("by_score", (q) => q.eq("status", "todo").eq("score", undefined))
    tasks.withIndex("by_score", (q) => {
      q.eq("status", "todo")
      return q
    })
    ctx.db.query("projects").withIndex("by_city", (q) => q.eq("address.city", "Berlin"))
    // @ts-expect-error no such index
    tasks.withIndex("by_titel")
    // @ts-expect-error the first field of the index comes first
    tasks.withIndex("by_project_status", (q) => q.eq("status", "todo"))
    // @ts-expect-error no such status
    tasks.withIndex("by_project_status", (q) => q.eq("projectId", project).eq("status", "open"))
    // @ts-expect-error nothing follows a range
    tasks.withIndex("by_score", (q) => q.gt("status", "todo").eq("score", 3))

    tasks.search("title", "fix bug")
    // @ts-expect-error no search index on it
    tasks.search("status", "fix bug")

    tasks.filter((q) =>
      q.and(
        q.eq(q.field("status"), "todo"),
        q.gte(q.field("score"), 100),
        q.neq(q.field("score"), null),
        q.not(q.eq("done", q.field("status"))),
        q.or(q.eq(q.field("title"), q.field("status"))),
      ),
    )
    ctx.db.query("projects").filter((q) => q.eq(q.field("address.city"), "Berlin"))
    // @ts-expect-error no such field
    tasks.filter((q) => q.eq(q.field("state"), "todo"))
    // @ts-expect-error no such status
    tasks.filter((q) => q.eq(q.field("status"), "open"))
    tasks.orderBy("score", "desc")
    // @ts-expect-error no such field
    tasks.orderBy("scores")
    return (await tasks.paginate({ cursor: null, numItems: 20 })).page
  },
})

export const writes = mutation({
  args: { title: v.string(), projectId: v.id("projects") },
  handler: async (ctx, args) => {
    const id = await ctx.db.insert("tasks", { ...args, status: "todo" })
    same<typeof id, Id<"tasks">>(true)
    await ctx.db.patch(id, { status: "done", score: undefined })
    await ctx.db.replace(id, { title: "x", status: "done", projectId: args.projectId })
    await ctx.db.delete(id)
    // @ts-expect-error a field is missing
    await ctx.db.insert("tasks", args)
    // @ts-expect-error no such field
    await ctx.db.patch(id, { state: "done" })
    // @ts-expect-error set by the system
    await ctx.db.patch(id, { _creationTime: 3 })
    // @ts-expect-error a wrong type
    await ctx.db.replace(id, { title: 3, status: "done", projectId: args.projectId })
    return id
  },
})

declare const api: { list: FunctionReferenceTo<typeof list>; writes: FunctionReferenceTo<typeof writes> }

export const calls = action({
  args: {},
  handler: async (ctx) => {
    const tasks = await ctx.runQuery(api.list, { projectId: project })
    same<typeof tasks, DataModel["tasks"][]>(true)
    void tasks
    const named = await ctx.runQuery("tasks:listByProject", { projectId: "p" })
    same<typeof named, any>(true)
    void named
    await ctx.runMutation("tasks:create")
    const body: unknown = JSON.parse("{}")
    await ctx.runMutation("tasks:create", body)
    // @ts-expect-error an argument is missing
    await ctx.runQuery(api.list, {})
    // @ts-expect-error a mutation is no query
    await ctx.runQuery(api.writes, { title: "x", projectId: project })
    // @ts-expect-error actions have no database
    void ctx.db
    const identity = await ctx.auth.getUserIdentity()
    return identity?.["name"] === "x"
  },
})
same<FunctionReferenceTo<typeof calls>["_returns"], boolean>(true)

declare const internal: { count: FunctionReferenceTo<typeof count>; keep: FunctionReferenceTo<typeof keep> }

export const keep = internalMutation({ args: { n: v.number() }, handler: async () => null })

export const callsInternal = action({
  args: {},
  handler: async (ctx): Promise<null> => {
    await ctx.scheduler.runAfter(0, internal.keep, { n: 1 })
    await ctx.runMutation(
      internal.keep,
      // @ts-expect-error the argument is a number
      { n: "1" },
    )
    await ctx.runMutation(
      internal.keep,
      // @ts-expect-error the mutation has no such argument
      { n: 1, other: 2 },
    )
    // @ts-expect-error the arguments are missing
    await ctx.runMutation(internal.keep)
    return await ctx.runMutation(internal.keep, { n: 1 })
  },
})

/** As apps write helpers that take a reference. */
export async function tried<Result>(
  ctx: ActionCtx,
  fn: FunctionReference<"query", { n: number }, Result>,
): Promise<Result> {
  return await ctx.runQuery(fn, { n: 1 })
}

/** What clients take, as the hooks do. */
declare function useMutation(fn: FunctionReference<"mutation", any, any>): void
useMutation(api.writes)
// @ts-expect-error clients cannot call an internal function
useMutation(internal.keep)

/** Before the first code generation nothing is known of the schema: every name and value passes. */
export const untyped = functionFactories<any>().query({
  args: { id: v.string() },
  handler: (ctx, args) =>
    ctx.db
      .query("tasks")
      .withIndex("by_project_date", (q) => q.eq("projectId", args.id).gte("date", 1).lt("date", 2))
      .filter((q) => q.neq(q.field("assignee"), null))
      .take(1),
})
export const anyValidators: Record<string, Validator> = { id: v.string(), n: v.optional(v.number()) }

export const anyTables: Record<string, TableDefinition> = {
  people: defineTable({ name: v.string() }).index("by_name", ["name"]).searchIndex("text", { searchField: "name" }),
}
export const anySchema: SchemaDefinition = defineSchema(anyTables)

// Scheduling

declare const remind: FunctionReference<"mutation", { id: Id<"tasks"> }, null>
declare const sweep: FunctionReference<"action", Record<string, never>, null>
declare const peek: FunctionReference<"query", Record<string, never>, null>

export async function schedules(scheduler: Scheduler, id: Id<"tasks">): Promise<void> {
  same<Awaited<ReturnType<Scheduler["get"]>>, ScheduledJob | null>(true)
  const job: string = await scheduler.runAfter(0, remind, { id })
  await scheduler.runAt(new Date(), "tasks:remind", { id })
  await scheduler.cancel(job)
  await scheduler.runAfter(
    0,
    remind,
    // @ts-expect-error -- the function takes an id
    { id: 1 },
  )
  // @ts-expect-error -- the function takes arguments
  await scheduler.runAfter(0, remind)
  // @ts-expect-error -- a query cannot be scheduled
  await scheduler.runAfter(0, peek, {})
}

export const recurring = cronJobs()
recurring.daily("without options", sweep, {})
recurring.daily("internal", internal.keep, { n: 1 })
recurring.cron(
  "of a wrong type",
  "* * * * *",
  internal.keep,
  // @ts-expect-error -- the argument is a number
  { n: "1" },
)
// @ts-expect-error -- the function takes arguments
recurring.interval("without arguments", { minutes: 1 }, internal.keep)
recurring.daily("with options", { hourUTC: 3 }, sweep, {})
recurring.weekly("by name", { dayOfWeek: 0 }, "tasks:sweep")
recurring.monthly("undefined options", undefined, "tasks:sweep", {})
// @ts-expect-error -- there is no such option
recurring.daily("typo", { hour: 3 }, "tasks:sweep")
