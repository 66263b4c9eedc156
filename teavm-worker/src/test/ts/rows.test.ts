import { afterAll, beforeAll, expect, test } from "vitest"
import { Backend } from "./harness/backend.js"
import type { Connection } from "./harness/connection.js"

interface Statement {
  text: string
  written: number
}

const BASE = "/counted/t/rows"
let backend: Backend
let socket: Connection
let requests = 0

beforeAll(async () => {
  backend = await Backend.start("release")
  socket = await backend.connect(`${BASE}/ws`)
})
afterAll(() => backend.stop())

async function ask(type: "query" | "mutation", fn: string, args: object): Promise<any> {
  const id = `r${++requests}`
  const answer = await socket.ask({ type, id, fn: `rows:${fn}`, args })
  if (type === "query") socket.send({ type: "unsubscribe", id })
  if (answer.type === "error") throw new Error(JSON.stringify(answer))
  return answer.result
}

/** The statements that ran since the last call. */
async function statements(): Promise<Statement[]> {
  return (await (await backend.fetch(`${BASE}/statements`)).json()) as Statement[]
}

async function written(): Promise<number> {
  return (await statements()).reduce((sum, statement) => sum + statement.written, 0)
}

test("an insert writes one row and one for each index", async () => {
  await statements()
  for (let k = 0; k <= 4; k++) {
    await ask("mutation", "insert", { table: `k${k}`, n: 1 })
    expect(await written(), `${k} indexes`).toBe(1 + k)
  }
  await ask("mutation", "insert", { table: "searched", n: 1 })
  expect(await written()).toBeLessThanOrEqual(3)
})

test("a patch writes the document and the indexes whose fields it changes, a delete one row", async () => {
  const id = await ask("mutation", "insert", { table: "k4", n: 7 })
  await statements()
  await ask("mutation", "change", { id, fields: { text: "other" } })
  expect(await written(), "no indexed field").toBe(1)
  await ask("mutation", "change", { id, fields: { c: 8 } })
  expect(await written(), "the field of one index").toBe(2)
  await ask("mutation", "remove", { id })
  expect(await written(), "delete").toBe(1)
})

test("queries of one shape share one statement, whatever the values", async () => {
  await statements()
  for (let n = 0; n < 25; n++) await ask("query", "range", { n })
  const ran = (await statements()).map(({ text }) => text)
  expect(ran).toHaveLength(25)
  expect(new Set(ran).size).toBe(1)
})

test("a start with an unchanged schema writes no row", async () => {
  expect(await written()).toBe(0)
  await backend.evict("CountedDO", BASE)
  const start = await statements()
  expect(start.length).toBeGreaterThan(0)
  expect(start.filter(({ written }) => written > 0)).toEqual([])
  expect((await ask("query", "range", { n: 1 })).map(({ a }: { a: number }) => a)).toEqual([1])
})

test("a write that breaks a unique index is refused, naming index and values, and writes nothing", async () => {
  await statements()
  await expect(ask("mutation", "insert", { table: "k3", n: 1 })).rejects.toThrow(
    /"code":"unique_violation".*"message":"Table \\"k3\\" .*c = 1; its index \\"by_c\\" is unique/,
  )
  expect(await written()).toBe(0)
})
