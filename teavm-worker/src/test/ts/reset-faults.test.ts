import { createZerobackDO } from "@zeroback/server/runtime"
import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { TestClock } from "../../main/ts/testing/clock.js"
import { openDatabase, type Database } from "../../main/ts/testing/database.js"
import { ObjectState } from "../../main/ts/testing/object-state.js"
import { schema } from "./app/schema.js"
import * as tasks from "./app/tasks.js"
// The constructors of the platform that an object needs.
import "@zeroback/server/testing"

const app = {
  functions: { "tasks:create": tasks.create, "tasks:list": tasks.list },
  schema: { tables: { tasks: schema.tables.tasks } },
}

let database: Database
let wipes: (() => Promise<void>)[]
let object: InstanceType<ReturnType<typeof createZerobackDO>>

beforeEach(async () => {
  database = await openDatabase()
  const state = new ObjectState(database, new TestClock(Date.now()))
  wipes = []
  state.storage.deleteAll = () => (wipes.shift() ?? wipe)()
  object = new (createZerobackDO(app))(state, { ZEROBACK_DEV: "true" })
})
afterEach(() => {
  database.close()
  vi.restoreAllMocks()
})

async function wipe(): Promise<void> {
  const tables = database.exec("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'", [])
  for (const [name] of tables) database.exec(`DROP TABLE "${name}"`, [])
}

const post = (path: string, body: object) =>
  object.fetch(
    new Request(`http://localhost${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    }),
  )
const reset = async () => (await post("/__dev/reset", {})).status
const run = async (fn: string, args: object) => (await (await post("/__admin/run", { fn, args })).json()) as any
const create = (text: string) => run("tasks:create", { project: "a", text })
const texts = async () => (await run("tasks:list", { project: "a" })).result?.map((task: { text: string }) => task.text)

test("a reset that fails leaves an object that serves what is left", async () => {
  vi.spyOn(console, "error").mockReturnValue()
  await create("kept")
  wipes.push(() => Promise.reject(new Error("the disk is away")))

  expect(await reset()).toBe(500)
  expect(await texts()).toEqual(["kept"])
  expect(await reset()).toBe(200)
  expect(await texts()).toEqual([])
})

test("a reset that is asked for during another wipes nothing that was written after that one", async () => {
  const goOn: (() => void)[] = []
  const held = () => new Promise<void>((resolve) => goOn.push(resolve)).then(wipe)
  wipes.push(held, held)
  const [first, other] = [reset(), reset()]
  await vi.waitUntil(() => goOn.length > 0)
  goOn[0]!()
  expect(await first).toBe(200)
  await create("new")

  goOn[1]?.()
  expect(await other).toBe(200)
  expect(await texts()).toEqual(["new"])
})
