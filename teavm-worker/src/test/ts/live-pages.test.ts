import { afterAll, beforeAll, expect, test } from "vitest"
import { Backend } from "./harness/backend.js"
import type { Connection } from "./harness/connection.js"

let backend: Backend

beforeAll(async () => {
  backend = await Backend.start("strict", {})
})
afterAll(() => backend.stop())

const QUERY = { type: "query", id: "q", fn: "tasks:page", args: { project: "a", numItems: 5 } }

/** The one item of the next transition that has any. */
async function nextItem(socket: Connection): Promise<Record<string, unknown>> {
  const frame = await socket.next()
  const items = (frame["items"] ?? []) as Record<string, unknown>[]
  return items.length > 0 ? items[0]! : nextItem(socket)
}

test("a page goes to its clients as what has changed of it, and says what a fresh run says", async () => {
  const base = "/plain/t/live-pages"
  const socket = await backend.connect(`${base}/ws`)
  const writer = await backend.connect(`${base}/ws`)
  const mutate = async (fn: string, args: object) =>
    (await writer.ask({ type: "mutation", id: "m", fn, args })).result as string
  const ids: string[] = []
  for (let i = 0; i < 6; i++) {
    ids.push(await mutate("tasks:create", { project: "a", text: `${i} ${"x".repeat(60)}` }))
  }
  const greet = { type: "hello", protocol: 2, capabilities: ["patch", "hash"] }
  await socket.ask(greet)
  const first = await socket.ask(QUERY)
  expect(first.result).toMatchObject({ page: ids.slice(0, 5).map((_id) => ({ _id })), isDone: false })

  /** A query that differs in its arguments alone runs anew, and its answer is written as one text. */
  const expectFresh = async (hash: unknown) => {
    const other = await backend.connect(`${base}/ws`)
    await other.ask(greet)
    const twin = { ...QUERY, args: { ...QUERY.args, twin: true }, hash }
    expect(await other.ask(twin)).toMatchObject({ type: "unchanged" })
    await other.close()
  }

  await mutate("tasks:toggle", { id: ids[2] })
  const toggled = await nextItem(socket)
  expect(toggled).toEqual({
    id: "q",
    patch: { remove: [], put: [expect.objectContaining({ _id: ids[2], done: true })] },
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
      rest: { continueCursor: null, isDone: true },
    },
    base: toggled["hash"],
  })
  await expectFresh(removed["hash"])
})
