import { createSignal } from "solid-js"
import { expect, test } from "vitest"
import { createPaginatedQuery, createQuery, type FunctionReference, type PaginationResult } from "../src/index.js"
import { renderWith, text, until, testEnvironment } from "./environment.js"

const env = testEnvironment()
const list = { _name: "tasks:list" } as FunctionReference<"query", { project: string }, string[]>
const pages = { _name: "tasks:pages" } as FunctionReference<
  "query",
  { project: string; cursor?: string; numItems?: number },
  PaginationResult<string>
>

test("a query that is skipped from now on shows nothing", async () => {
  const { client, peer } = await env.connected()
  const [isOn, setOn] = createSignal(true)
  const { container } = renderWith(client, () => {
    const tasks = createQuery(list, () => (isOn() ? { project: "a" } : "skip"))
    return text(() => tasks()?.join() ?? "nothing")
  })
  await peer.next()
  peer.send({ type: "result", id: "q1", result: ["milk"] })
  await until(() => container.textContent === "milk")
  setOn(false)
  expect(container.textContent).toBe("nothing")
})

test("a list of pages asks for nothing while it is skipped, and shows nothing when it is skipped again", async () => {
  const { client, peer } = await env.connected()
  const [isOn, setOn] = createSignal(false)
  const { container } = renderWith(client, () => {
    const args = () => (isOn() ? { project: "a" } : ("skip" as const))
    const { results, status } = createPaginatedQuery(pages, args, { initialNumItems: 2 })
    return text(() => `${status()} ${results().join()}`)
  })
  expect(container.textContent).toBe("LoadingFirstPage ")
  client.action("barrier:a").catch(() => undefined)
  expect(await peer.next()).toMatchObject({ type: "action" })
  setOn(true)
  const { id, args } = await peer.next()
  expect(args).toEqual({ project: "a", numItems: 2 })
  peer.send({ type: "result", id: id as string, result: { page: ["milk"], continueCursor: null, isDone: true } })
  await until(() => container.textContent === "Exhausted milk")
  setOn(false)
  expect(container.textContent).toBe("LoadingFirstPage ")
})
