import { v, type FunctionReferenceTo, type RegisteredFunction, ZerobackError } from "@zeroback/server"
import { testBackend, type TestBackend } from "@zeroback/server/testing"
import { afterEach, expect, test, vi } from "vitest"
import httpRouter from "../app/http.js"
import { schema } from "../app/schema.js"
import { internalQuery, mutation, query } from "../app/server.js"
import * as tasks from "../app/tasks.js"

const NOW = Date.UTC(2026, 0, 1)

/** Fails while there is a task of that text: how a live query's error looks. */
const fragile = query({
  args: {},
  handler: async (ctx) => {
    const all = await ctx.db.query("tasks").collect()
    if (all.some((task) => task.text === "poison")) throw new ZerobackError({ text: "poison" }, "Poisoned")
    return all.length
  },
})

const functions = {
  ...Object.fromEntries(Object.entries(tasks).map(([name, fn]) => [`tasks:${name}`, fn])),
  "tasks:fragile": fragile,
}
const app = { functions, schema, httpRouter }
const api = {
  list: reference("list", tasks.list),
  create: reference("create", tasks.create),
  toggle: reference("toggle", tasks.toggle),
  secret: reference("secret", tasks.secret),
  whoAmI: reference("whoAmI", tasks.whoAmI),
  createThenFail: reference("createThenFail", tasks.createThenFail),
  createViaAction: reference("createViaAction", tasks.createViaAction),
  fragile: reference("fragile", fragile),
}

let backend: TestBackend<typeof app>
const start = async () => (backend = await testBackend(app, { now: NOW }))
afterEach(() => backend.close())

test("queriesSeeWhatMutationsWrote_withTypes", async () => {
  await start()
  const id = await backend.mutation(api.create, { project: "a", text: "wash", weight: 2n ** 60n })
  await backend.mutation(api.toggle, { id })

  const [task] = await backend.query(api.list, { project: "a" })

  expect(task).toMatchObject({ _id: id, _creationTime: NOW, text: "wash", done: true, weight: 2n ** 60n })
})

test("mutationThatThrows_leavesNothing_andRejectsWithItsMessage", async () => {
  await start()

  await expect(backend.mutation(api.createThenFail, { project: "a" })).rejects.toThrow("changed my mind")
  expect(await backend.query(api.list, { project: "a" })).toEqual([])
})

test("badArgument_isRefusedWithItsPath", async () => {
  await start()
  const wrong = { project: 7 } as unknown as { project: string }

  await expect(backend.query(api.list, wrong)).rejects.toThrow("args.project: Expected string, got number 7")
})

test("callsThatDoNotFit_doNotCompile", async () => {
  await start()
  const id = await backend.mutation(api.create, { project: "a", text: "x" })
  const refused = () => [
    // @ts-expect-error the project is text
    backend.query(api.list, { project: 7 }),
    // @ts-expect-error the project is missing
    backend.query(api.list),
    // @ts-expect-error a query is not run as a mutation
    backend.mutation(api.list, { project: "a" }),
    // @ts-expect-error tables have the fields of the schema
    backend.run(async (ctx) => (await ctx.db.get(id))?.title),
  ]
  expect(refused).toBeTypeOf("function")
})

test("aTest_takesLessThan50Milliseconds", async () => {
  const costs: number[] = []
  for (let i = 0; i < 15; i++) {
    const begun = process.cpuUsage()
    const own = await testBackend(app, { now: NOW })
    await own.mutation(api.create, { project: "a", text: "wash" })
    expect(await own.query(api.list, { project: "a" })).toHaveLength(1)
    own.close()
    const { user, system } = process.cpuUsage(begun)
    costs.push((user + system) / 1000)
  }
  await start()
  expect(costs.sort((a, b) => a - b)[7]).toBeLessThan(50)
})

test("internalFunctionsAndActions_canBeCalled", async () => {
  await start()

  expect(await backend.query(api.secret)).toBe("hidden")
  expect(await backend.action(api.createViaAction, { project: "a", text: "x" })).toEqual({ hidden: "hidden", count: 1 })
})

test("callerAs_hasThatIdentity_inFunctionsAndHttpActions", async () => {
  await start()
  const ada = backend.as({ subject: "ada" })

  expect(await ada.query(api.whoAmI)).toEqual({ subject: "ada" })
  expect(await backend.query(api.whoAmI)).toBeNull()
  expect(await (await ada.fetch("/me")).text()).toContain("ada")
  expect(await (await backend.fetch("/me")).text()).not.toContain("ada")
})

test("run_readsAndWritesTheDatabase", async () => {
  await start()
  const id = await backend.run((ctx) => ctx.db.insert("tasks", { project: "a", text: "seed", done: false }))

  expect(await backend.run(async (ctx) => (await ctx.db.get(id))?.text)).toBe("seed")
})

test("bodiesThatRunAtOnce_runEachOnItsOwn", async () => {
  await start()

  const bodies = ["one", "two"].map((text) => async () => text)
  expect(await Promise.all(bodies.map((body) => backend.run(body)))).toEqual(["one", "two"])
})

test("queriesWatchedAtOnce_haveAllAnsweredWhenSettled", async () => {
  // No timer goes off: nothing may be left to one.
  vi.useFakeTimers({ toFake: ["setTimeout"] })
  try {
    await start()
    const all = await Promise.all(["a", "b", "c"].map((project) => backend.watch(api.list, { project })))
    expect(all.map((live) => live.current)).toEqual([[], [], []])
  } finally {
    vi.useRealTimers()
  }
})

test("watchedQuery_getsEachState_andStopsWhenToldTo", async () => {
  await start()
  const live = await backend.watch(api.list, { project: "a" })
  expect(live.current).toEqual([])

  await backend.mutation(api.create, { project: "a", text: "one" })
  await backend.mutation(api.create, { project: "b", text: "elsewhere" })
  await backend.settled()
  expect(live.current.map((task) => task.text)).toEqual(["one"])
  expect(live.states).toHaveLength(2)

  live.stop()
  await backend.mutation(api.create, { project: "a", text: "two" })
  await backend.settled()
  expect(live.states).toHaveLength(2)
})

test("watchedQueryThatThrows_showsItsErrorAndRecovers", async () => {
  await start()
  const live = await backend.watch(api.fragile)
  const id = await backend.run((ctx) => ctx.db.insert("tasks", { project: "a", text: "poison", done: false }))
  await backend.settled()
  expect(() => live.current).toThrow("Poisoned")

  await backend.run((ctx) => ctx.db.delete(id))
  await backend.settled()
  expect(live.current).toBe(0)
})

test("restart_keepsDocuments_andServesTheNewVersion", async () => {
  await start()
  await backend.mutation(api.create, { project: "a", text: "kept" })

  const count = query({ args: {}, handler: async (ctx) => await ctx.db.query("tasks").count() })
  backend.restart({ schema, functions: { "tasks:count": count } })

  expect(await backend.query(reference("count", count))).toBe(1)
})

test("clock_standsUntilItIsMoved", async () => {
  await start()
  await backend.advance(90_000)
  const id = await backend.mutation(api.create, { project: "a", text: "later" })

  expect(backend.now).toBe(NOW + 90_000)
  expect(await backend.run(async (ctx) => (await ctx.db.get(id))?._creationTime)).toBe(NOW + 90_000)
})

test("scheduledMutation_runsWhenItsTimeComes_alsoAfterARestart", async () => {
  await start()
  const later = mutation({
    args: {},
    handler: async (ctx) => {
      await ctx.scheduler.runAfter(60_000, api.create, { project: "a", text: "scheduled" })
    },
  })
  const scheduling = { ...app, functions: { ...functions, "tasks:later": later } }
  backend.restart(scheduling)
  await backend.mutation(reference("later", later))
  backend.restart(scheduling)

  await backend.advance(59_999)
  expect(await backend.query(api.list, { project: "a" })).toEqual([])
  await backend.advance(1)
  expect(await backend.query(api.list, { project: "a" })).toHaveLength(1)
})

test.each([
  ["before1970", -1],
  ["at0", 0],
  ["faraway", 8.64e15],
])("jobAtATime_%s_holdsUpNoOther", async (_, at) => {
  await start()
  const both = await backend.run(async ({ scheduler }) => {
    const task = (text: string) => ({ project: "a", text })
    return [await scheduler.runAt(at, api.create, task("odd")), await scheduler.runAfter(0, api.create, task("now"))]
  })
  await backend.advance(0)

  const states = await backend.run(({ scheduler }) =>
    Promise.all(both.map(async (id) => (await scheduler.get(id))!.state)),
  )
  expect(states).toEqual([at > NOW ? "pending" : "succeeded", "succeeded"])
})

test("schemaThatCannotBeServed_isRefusedAtTheStart", async () => {
  await start()
  const broken = { ...app, schema: { tables: { "no good": schema.tables.tasks } } }

  await expect(testBackend(broken)).rejects.toThrow("no good")
})

test("backendsOfTwoTests_shareNothing", async () => {
  await start()
  await backend.mutation(api.create, { project: "a", text: "mine" })
  const other = await testBackend(app)

  expect(await other.query(api.list, { project: "a" })).toEqual([])
  other.close()
})

test("returnedValue_isChecked", async () => {
  await start()
  const wrong = query({ args: {}, returns: v.number(), handler: async () => "text" as unknown as number })
  backend.restart({ schema, functions: { "tasks:wrong": wrong } })

  await expect(backend.query(reference("wrong", wrong))).rejects.toThrow("Expected number")
})

test("resultThatNoClientIsSent_isNoneInATest", async () => {
  const long = query({ args: {}, handler: async () => "x".repeat(50) })
  const inside = internalQuery({ args: {}, handler: async () => "x".repeat(50) })
  const functions = { "tasks:long": long, "tasks:inside": inside }
  backend = await testBackend({ schema, functions }, { limits: { resultBytes: 50 } })

  await expect(backend.query(reference("long", long))).rejects.toMatchObject({ code: "too_large" })
  expect(await backend.query(reference("inside", inside))).toHaveLength(50)
})

test("argumentThatHoldsItself_isRefused_alsoWithoutALimit", async () => {
  const keep = mutation({ args: { any: v.any() }, handler: async () => undefined })
  backend = await testBackend({ schema, functions: { "tasks:keep": keep } }, { limits: { argsBytes: 0 } })
  let looks = 0
  const circle = {
    get any(): unknown {
      if (++looks > 1_000) throw new Error("looked at for ever")
      return this
    },
  }

  const later = backend.run((ctx) => ctx.scheduler.runAfter(0, reference("keep", keep), circle))
  await expect(later).rejects.toThrow("or the value contains itself")
})

test("closedBackend_saysSo_andMayBeClosedAgain", async () => {
  await start()
  const live = await backend.watch(api.list, { project: "a" })
  backend.close()
  backend.close()

  for (const use of [
    () => backend.query(api.list, { project: "a" }),
    () => backend.watch(api.list, { project: "a" }),
    () => backend.run(async () => 1),
    () => backend.fetch("/me"),
    () => backend.advance(1),
    async () => backend.restart(),
  ]) {
    await expect(use()).rejects.toThrow("This backend is closed; testBackend() makes another.")
  }
  expect(live.current).toEqual([])
})

test("referenceThatIsNotThere_isRefused", async () => {
  await start()
  const missing = undefined as unknown as typeof api.list

  await expect(backend.query(missing, { project: "a" })).rejects.toThrow("Name the function by its reference")
  await expect(backend.watch(missing, { project: "a" })).rejects.toThrow("Name the function by its reference")
  await expect(backend.query("tasks:list" as unknown as typeof missing, { project: "a" })).rejects.toThrow("reference")
})

test.each([-1, NaN, Infinity])("advance_by_%d_isRefused_andTheClockStands", async (millis) => {
  await start()

  await expect(backend.advance(millis)).rejects.toThrow(`not advance(${millis})`)
  expect(backend.now).toBe(NOW)
})

test("argumentsAndResults_areThoseThatTravel", async () => {
  await start()
  const kept: unknown[] = []
  const echo = query({
    args: { any: v.any() },
    handler: async (_ctx, { any }) => (kept.push(any), { any, missing: undefined }),
  })
  const dated = query({ args: {}, handler: async () => new Date(0) as unknown as number })
  backend.restart({ schema, functions: { "tasks:echo": echo, "tasks:dated": dated } })
  const sent = { list: [1n, -0], gone: undefined }

  const returned = await backend.query(reference("echo", echo), { any: sent })
  expect(returned).toStrictEqual({ any: { list: [1n, -0] } })
  expect(kept[0]).not.toBe(sent)
  await expect(backend.query(reference("echo", echo), { any: new Map() })).rejects.toMatchObject({
    code: "bad_request",
    message: "args.any: a Map is not a value; pass Object.fromEntries(map)",
  })
  await expect(backend.query(reference("dated", dated))).rejects.toThrow("value: a Date is not a value")
})

test("whatIsForgotten_isNamedWithItsCure", async () => {
  await start()
  const noResult = query({ args: {}, handler: async (ctx) => ({ all: ctx.db.query("tasks") }) as unknown as string })
  const noAwait = query({
    args: {},
    handler: async (ctx) => ({ all: ctx.db.query("tasks").collect() }) as unknown as string,
  })
  backend.restart({ schema, functions: { ...functions, "tasks:noResult": noResult, "tasks:noAwait": noAwait } })

  await expect(backend.query(reference("noResult", noResult))).rejects.toThrow(
    "value.all: a query is not its result; end it with .collect(), .take(n), .first() or the like",
  )
  await expect(backend.query(reference("noAwait", noAwait))).rejects.toThrow(
    "value.all: a Promise is not a value; await it",
  )
  await expect(backend.action(api.list as never)).rejects.toThrow('"tasks:list" is a query, not an action.')
  const misspelled = { project: "a", txt: "x" } as never
  await expect(backend.mutation(api.create, misspelled)).rejects.toThrow("args.txt: Unexpected field; declared: ")
})

function reference<F extends RegisteredFunction>(name: string, _fn: F): FunctionReferenceTo<F> {
  return { _name: `tasks:${name}` } as FunctionReferenceTo<F>
}
