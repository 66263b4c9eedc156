import type { Preloaded } from "@zeroback/client"
import { act, renderHook, waitFor } from "@testing-library/react"
import { hydrateRoot } from "react-dom/client"
import { renderToString } from "react-dom/server"
import { expect, test, vi } from "vitest"
import {
  usePaginatedQuery,
  usePreloadedQuery,
  useQueries,
  ZerobackError,
  ZerobackProvider,
  type FunctionReference,
  type PaginationResult,
} from "../src/index.js"
import { inProvider, testEnvironment } from "./environment.js"

const env = testEnvironment()
type Task = { _id: string }
type PageArgs = { project: string; cursor?: string; numItems?: number }
const pages = { _name: "tasks:pages" } as FunctionReference<"query", PageArgs, PaginationResult<Task>>
const list = { _name: "tasks:list" } as FunctionReference<"query", { project: string }, Task[]>

test("usePaginatedQuery loads page after page and begins anew with other arguments", async () => {
  const { client, peer } = await env.connected()
  const { result, rerender } = renderHook(
    ({ project }) => usePaginatedQuery(pages, project === "" ? "skip" : { project }, { initialNumItems: 2 }),
    { wrapper: inProvider(client), initialProps: { project: "a" } },
  )
  expect(result.current).toMatchObject({ results: [], status: "LoadingFirstPage" })
  expect(await peer.next()).toMatchObject({ id: "q1", args: { project: "a", numItems: 2 } })
  peer.send({
    type: "result",
    id: "q1",
    result: { page: [{ _id: "1" }, { _id: "2" }], isDone: false, continueCursor: "c" },
  })
  await waitFor(() => expect(result.current.status).toBe("CanLoadMore"))
  act(() => result.current.loadMore(5))
  expect(await peer.next()).toMatchObject({ id: "q2", args: { project: "a", numItems: 5, cursor: "c" } })
  peer.send({ type: "result", id: "q2", result: { page: [{ _id: "3" }], isDone: true, continueCursor: null } })
  await waitFor(() => expect(result.current.status).toBe("Exhausted"))
  expect(result.current.results.map(({ _id }) => _id)).toEqual(["1", "2", "3"])

  rerender({ project: "b" })
  expect(result.current).toMatchObject({ results: [], status: "LoadingFirstPage" })
  expect(await peer.next()).toMatchObject({ type: "query", args: { project: "b", numItems: 2 } })
  rerender({ project: "" })
  expect(result.current.results).toEqual([])
})

test("useQueries gives each result under its name, and an error as a value", async () => {
  const { client, peer } = await env.connected()
  const { result } = renderHook(
    () =>
      useQueries({
        home: { query: list, args: { project: "home" } },
        work: { query: list, args: { project: "work" } },
      }),
    { wrapper: inProvider(client) },
  )
  expect(result.current).toEqual({ home: undefined, work: undefined })
  await peer.next()
  await peer.next()
  peer.send({ type: "result", id: "q1", result: [{ _id: "1" }] })
  peer.send({ type: "error", id: "q2", code: "forbidden", message: "no" })
  await waitFor(() => expect(result.current.work).toBeInstanceOf(ZerobackError))
  expect(result.current.home).toEqual([{ _id: "1" }])
})

test("a preloaded query is in the server's HTML, hydrates without a mismatch, then goes live", async () => {
  const preloaded: Preloaded<typeof list> = { name: "tasks:list", args: '{"project":"a"}', result: '[{"_id":"1"}]' }
  const Tasks = () => <p>{usePreloadedQuery(preloaded).length} tasks</p>
  const html = renderToString(<Tasks />)
  expect(html).toContain("1<!-- --> tasks")

  const { client, peer } = await env.connected()
  const container = document.createElement("div")
  container.innerHTML = html
  const mismatch = vi.fn()
  const root = await act(() =>
    hydrateRoot(
      container,
      <ZerobackProvider client={client}>
        <Tasks />
      </ZerobackProvider>,
      { onRecoverableError: mismatch },
    ),
  )
  expect(container.textContent).toBe("1 tasks")
  expect(await peer.next()).toEqual({ type: "query", id: "q1", fn: "tasks:list", args: { project: "a" } })
  peer.send({ type: "result", id: "q1", result: [{ _id: "1" }, { _id: "2" }] })
  await waitFor(() => expect(container.textContent).toBe("2 tasks"))
  expect(mismatch).not.toHaveBeenCalled()
  act(() => root.unmount())
})
