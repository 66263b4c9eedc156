import { QueryStore, type OptimisticUpdate, type Preloaded } from "@zeroback/client"
import { act, render, renderHook, screen, waitFor } from "@testing-library/react"
import { Component, type ReactNode } from "react"
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
import { MemoryAdapter } from "../../client/test/memory-adapter.js"
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

class Boundary extends Component<{ children: ReactNode }> {
  override state: { error?: Error } = {}
  static getDerivedStateFromError(error: Error) {
    return { error }
  }
  override render() {
    const { error } = this.state
    if (!error) return this.props.children
    return <button onClick={() => this.setState({ error: undefined })}>{error.message}</button>
  }
}

test("a page that fails reaches the error boundary, and is there again when it is good", async () => {
  const { client, peer } = await env.connected()
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined)
  const Tasks = () => {
    const { results, status } = usePaginatedQuery(pages, { project: "a" }, { initialNumItems: 2 })
    return <p>{`${status}: ${results.map(({ _id }) => _id).join()}`}</p>
  }
  const { container } = render(
    <Boundary>
      <Tasks />
    </Boundary>,
    { wrapper: inProvider(client) },
  )
  await peer.next()
  peer.send({ type: "error", id: "q1", code: "execution_error", message: "The page broke" })
  const retry = await screen.findByText("The page broke")
  expect(await peer.next()).toEqual({ type: "unsubscribe", id: "q1" })

  act(() => retry.click())
  const again = await peer.next()
  expect(again).toMatchObject({ type: "query", args: { project: "a", numItems: 2 } })
  peer.send({ type: "result", id: again["id"], result: { page: [{ _id: "1" }], isDone: true, continueCursor: null } })
  await waitFor(() => expect(container.textContent).toBe("Exhausted: 1"))
  logged.mockRestore()
})

test("what is refused for now leaves a list of pages, a preloaded query and several queries as they were", async () => {
  const { client, peer } = await env.connected()
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined)
  const preloaded: Preloaded<typeof list> = { name: "tasks:list", args: '{"project":"b"}', result: '[{"_id":"1"}]' }
  const Tasks = () => {
    const { results, status } = usePaginatedQuery(pages, { project: "a" }, { initialNumItems: 1 })
    const fetched = usePreloadedQuery(preloaded)
    const { several } = useQueries({ several: { query: list, args: { project: "b" } } })
    return <p>{[status, results.length, fetched.length, String(several)].join()}</p>
  }
  const { container } = render(
    <Boundary>
      <Tasks />
    </Boundary>,
    { wrapper: inProvider(client) },
  )
  await peer.next()
  await peer.next()
  peer.send({ type: "result", id: "q1", result: { page: [{ _id: "1" }], isDone: false, continueCursor: "c" } })
  await waitFor(() => expect(container.textContent).toBe("CanLoadMore,1,1,undefined"))
  peer.send({ type: "updates", ts: 101, items: [{ id: "q1", error: { code: "unavailable", message: "not now" } }] })
  peer.send({ type: "error", id: "q2", code: "rate_limited", message: "not now" })
  await waitFor(() =>
    expect(logged).toHaveBeenCalledExactlyOnceWith("Zeroback: the query tasks:list failed for now: not now"),
  )
  expect(container.textContent).toBe("CanLoadMore,1,1,undefined")
  logged.mockRestore()
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

test("a preloaded query shows what was fetched, not what an earlier visit left, and then what is newer", async () => {
  const key = QueryStore.makeKey("tasks:list", { project: "a" })
  const kept = new Map([[key, { result: [{ _id: "kept" }], timestamp: Date.now(), hash: "h1" }]])
  const client = env.connect({ persistence: new MemoryAdapter(kept) })
  await client.init()
  const peer = await env.server.accept()
  await peer.greet()
  const preloaded: Preloaded<typeof list> = { name: "tasks:list", args: '{"project":"a"}', result: '[{"_id":"1"}]' }
  const { result } = renderHook(() => usePreloadedQuery(preloaded), { wrapper: inProvider(client) })
  expect(result.current).toEqual([{ _id: "1" }])
  await peer.next()
  const optimisticUpdate: OptimisticUpdate = (store) => store.setQuery(list, { project: "a" }, [{ _id: "mine" }])
  act(() => void client.mutation("tasks:create", {}, { optimisticUpdate }).catch(() => undefined))
  expect(result.current).toEqual([{ _id: "mine" }])
  await peer.next()
  peer.send({ type: "error", id: "m1", code: "app_error", message: "no" })
  peer.send({ type: "unchanged", id: "q1", ts: 100, hash: "h1" })
  await waitFor(() => expect(result.current).toEqual([{ _id: "kept" }]))
})

test("a preloaded document that is deleted is null, not what was fetched", async () => {
  type Get = FunctionReference<"query", { id: string }, Task | null>
  const preloaded: Preloaded<Get> = { name: "tasks:get", args: '{"id":"1"}', result: '{"_id":"1"}' }
  const { client, peer } = await env.connected()
  const { result } = renderHook(() => usePreloadedQuery(preloaded), { wrapper: inProvider(client) })
  expect(result.current).toEqual({ _id: "1" })
  await peer.next()
  peer.send({ type: "result", id: "q1", result: null })
  await waitFor(() => expect(result.current).toBeNull())
})
