import { createComponent, createEffect, createRenderEffect, createSignal, ErrorBoundary } from "solid-js"
import { expect, test, vi } from "vitest"
import {
  createMutation,
  createPaginatedQuery,
  createQuery,
  QueryStore,
  type FunctionReference,
  type PaginationResult,
} from "../src/index.js"
import { renderWith, text, until, testEnvironment } from "./environment.js"

const env = testEnvironment()
interface Task {
  _id: string
}
const list = { _name: "tasks:list" } as FunctionReference<"query", { project: string }, Task[]>
const count = { _name: "tasks:count" } as FunctionReference<"query", Record<string, never>, number>
const pages = { _name: "tasks:pages" } as FunctionReference<
  "query",
  { project: string; cursor?: string; numItems?: number },
  PaginationResult<Task>
>
const create = { _name: "tasks:create" } as FunctionReference<"mutation", { text: string }, string>

test("an error goes to the boundary around what reads the query, which shows the next good result", async () => {
  const { client, peer } = await env.connected()
  let reset!: () => void
  const isGood = (fn: string, args: object) => {
    const { result, error } = client.getQueryState(QueryStore.makeKey(fn, args))
    return result !== undefined && !error
  }
  const { container } = renderWith(client, () => {
    const tasks = createQuery(list, { project: "a" })
    const { results } = createPaginatedQuery(pages, { project: "a" }, { initialNumItems: 1 })
    return createComponent(ErrorBoundary, {
      fallback: (error: Error, again) => {
        reset = again
        return `Caught: ${error.message}`
      },
      get children() {
        return text(() => `${tasks()?.length} ${results().length}`)
      },
    })
  })
  const page = { page: [{ _id: "1" }], isDone: true, continueCursor: null }
  await peer.next()
  await peer.next()
  for (const [ts, failing] of [
    [101, "q1"],
    [103, "q2"],
  ] as const) {
    peer.send({ type: "updates", ts, items: [{ id: failing, error: { code: "app_error", message: failing } }] })
    await until(() => container.textContent === `Caught: ${failing}`)
    const items = [
      { id: "q1", result: [{ _id: "1" }] },
      { id: "q2", result: page },
    ]
    peer.send({ type: "updates", ts: ts + 1, items })
    await until(() => isGood("tasks:list", { project: "a" }) && isGood("tasks:pages", { project: "a", numItems: 1 }))
    reset()
    expect(container.textContent).toBe("1 1")
  }
})

test("an effect that reads several queries sees all of them move at once", async () => {
  const { client, peer } = await env.connected()
  const seen: unknown[] = []
  renderWith(client, () => {
    const [tasks, number] = [createQuery(list, { project: "a" }), createQuery(count)]
    const { results } = createPaginatedQuery(pages, { project: "a" }, { initialNumItems: 9 })
    createRenderEffect(() => seen.push([tasks()?.length, number(), results().length]))
    return []
  })
  for (const size of [1, 2]) {
    const documents = [{ _id: "1" }, { _id: "2" }].slice(0, size)
    const items = [
      { id: "q1", result: documents },
      { id: "q2", result: size },
      { id: "q3", result: { page: documents, isDone: true, continueCursor: null } },
    ]
    peer.send({ type: "updates", ts: 100 + size, items })
  }
  await until(() => client.getQueryResult(QueryStore.makeKey("tasks:count", {})) === 2)
  expect(seen).toEqual([
    [undefined, undefined, 0],
    [1, 1, 1],
    [2, 2, 2],
  ])
})

test("an effect that runs a mutation does not run again for what the optimistic update reads", async () => {
  const { client } = await env.connected()
  const [author, setAuthor] = createSignal("ann")
  const ran = vi.fn()
  renderWith(client, () => {
    const run = createMutation(create, { optimisticUpdate: (store) => store.setQuery(list, { project: author() }, []) })
    createEffect(() => {
      ran()
      run({ text: "milk" }).catch(() => undefined)
    })
    return []
  })
  setAuthor("bob")
  expect(ran).toHaveBeenCalledOnce()
})
