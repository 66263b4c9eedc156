import { afterAll, beforeAll, expect, test } from "vitest"
import { Backend } from "./harness/backend.js"
import type { Connection } from "./harness/connection.js"

let backend: Backend

beforeAll(async () => {
  backend = await Backend.start("strict", {})
})
afterAll(() => backend.stop())

/** The one item of the next transition that has any. */
async function nextItem(socket: Connection): Promise<Record<string, unknown>> {
  const frame = await socket.next()
  const items = (frame["items"] ?? []) as Record<string, unknown>[]
  return items.length > 0 ? items[0]! : nextItem(socket)
}

const GREETING = { type: "hello", protocol: 2, capabilities: ["patch", "hash"] }

/** A client of an object with six tasks that watches a query. */
async function watch(tenant: string, fn: string, more: object) {
  const base = `/plain/t/${tenant}`
  const socket = await backend.connect(`${base}/ws`)
  const writer = await backend.connect(`${base}/ws`)
  const mutate = async (name: string, args: object) =>
    (await writer.ask({ type: "mutation", id: "m", fn: name, args })).result as string
  const ids: string[] = []
  for (let i = 0; i < 6; i++) {
    ids.push(await mutate("tasks:create", { project: "a", text: `${i} ${"x".repeat(60)}` }))
  }
  await socket.ask(GREETING)
  const query = { type: "query", id: "q", fn, args: { project: "a", ...more } }
  const first = await socket.ask(query)
  /** A query that differs in its arguments alone runs anew, and its answer is written as one text. */
  const expectFresh = async (hash: unknown) => {
    const other = await backend.connect(`${base}/ws`)
    await other.ask(GREETING)
    const twin = { ...query, args: { ...query.args, twin: true }, hash }
    expect(await other.ask(twin)).toMatchObject({ type: "unchanged" })
    await other.close()
  }
  return { socket, mutate, ids, first, expectFresh }
}

test("a page goes to its clients as what has changed of it, and says what a fresh run says", async () => {
  const { socket, mutate, ids, first, expectFresh } = await watch("live-pages", "tasks:page", { numItems: 5 })
  expect(first.result).toMatchObject({ page: ids.slice(0, 5).map((_id) => ({ _id })), isDone: false })

  await mutate("tasks:toggle", { id: ids[2] })
  const toggled = await nextItem(socket)
  expect(toggled).toEqual({
    id: "q",
    patch: { remove: [], put: [expect.objectContaining({ _id: ids[2], done: true })], of: "page" },
    base: first["hash"],
    hash: expect.any(String),
  })
  await expectFresh(toggled["hash"])

  await mutate("tasks:remove", { id: ids[0] })
  const removed = await nextItem(socket)
  expect(removed).toMatchObject({
    patch: {
      remove: [ids[0]],
      put: [{ _id: ids[5] }],
      at: [4],
      of: "page",
      rest: { page: [], continueCursor: null, isDone: true },
    },
    base: toggled["hash"],
  })
  await expectFresh(removed["hash"])
})

test("so does an object with a list, also when only its other members have changed", async () => {
  const { socket, mutate, ids, first, expectFresh } = await watch("live-objects", "tasks:board", {})
  expect(first.result).toMatchObject({ open: 6, tasks: ids.map((_id) => ({ _id })), project: "a" })

  await mutate("tasks:toggle", { id: ids[2] })
  const toggled = await nextItem(socket)
  expect(toggled).toEqual({
    id: "q",
    patch: {
      remove: [],
      put: [expect.objectContaining({ _id: ids[2], done: true })],
      of: "tasks",
      rest: { open: 5, tasks: [], project: "a" },
    },
    base: first["hash"],
    hash: expect.any(String),
  })
  await expectFresh(toggled["hash"])

  await mutate("tasks:create", { project: "b", text: "elsewhere" })
  const counted = await nextItem(socket)
  expect(counted).toMatchObject({ patch: { remove: [], put: [], of: "tasks", rest: { elsewhere: 1 } } })
  await expectFresh(counted["hash"])
})
