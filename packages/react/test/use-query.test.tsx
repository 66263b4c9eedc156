import { act, render, renderHook, screen, waitFor } from "@testing-library/react"
import { Component, memo, type ReactNode } from "react"
import { expect, test, vi } from "vitest"
import { useQuery, useQueryWithStatus, type FunctionReference } from "../src/index.js"
import { MemoryAdapter } from "../../client/test/memory-adapter.js"
import { inProvider, testEnvironment } from "./environment.js"

const env = testEnvironment()
const reference = <Ref,>(name: string) => ({ _name: name }) as Ref
const list =
  reference<FunctionReference<"query", { project?: string }, { _id: string; done?: boolean }[]>>("tasks:list")
const other = reference<FunctionReference<"query", Record<string, never>, string>>("other:get")

test("a query is loading, then live, and asked for once under StrictMode", async () => {
  const { client, peer } = await env.connected()
  const { result } = renderHook(() => useQuery(list, { project: "a" }), { wrapper: inProvider(client) })
  expect(result.current).toBeUndefined()
  expect(await peer.next()).toEqual({ type: "query", id: "q1", fn: "tasks:list", args: { project: "a" } })
  peer.send({ type: "result", id: "q1", result: [{ _id: "x" }] })
  await waitFor(() => expect(result.current).toEqual([{ _id: "x" }]))
  peer.send({ type: "update", id: "q1", result: [] })
  await waitFor(() => expect(result.current).toEqual([]))
  void client.action("barrier:a").catch(() => undefined)
  expect(await peer.next()).toMatchObject({ type: "action" })
})

test("new but equal arguments change nothing; other arguments subscribe anew; unmounting ends it", async () => {
  const { client, peer } = await env.connected()
  const { rerender, unmount } = renderHook(({ project }) => useQuery(list, { project }), {
    wrapper: inProvider(client),
    initialProps: { project: "a" },
  })
  expect(await peer.next()).toMatchObject({ args: { project: "a" } })
  rerender({ project: "a" })
  rerender({ project: "b" })
  expect(await peer.next()).toEqual({ type: "query", id: "q2", fn: "tasks:list", args: { project: "b" } })
  expect(await peer.next()).toEqual({ type: "unsubscribe", id: "q1" })
  unmount()
  expect(await peer.next()).toEqual({ type: "unsubscribe", id: "q2" })
})

test("a component renders again only for its own result, and unchanged documents stay the same objects", async () => {
  const { client, peer } = await env.connected()
  const renders = vi.fn()
  const { result } = renderHook(
    () => {
      renders()
      return useQuery(list)
    },
    { wrapper: inProvider(client) },
  )
  renderHook(() => useQuery(other), { wrapper: inProvider(client) })
  await peer.next()
  await peer.next()
  peer.send({ type: "result", id: "q1", result: [{ _id: "a" }, { _id: "b" }] })
  await waitFor(() => expect(result.current).toHaveLength(2))
  const before = result.current
  renders.mockClear()

  peer.send({ type: "updates", items: [{ id: "q1", result: [{ _id: "a" }, { _id: "b" }] }] })
  peer.send({ type: "result", id: "q2", result: "there" })
  peer.send({ type: "update", id: "q1", result: [{ _id: "a", done: true }, { _id: "b" }] })
  await waitFor(() => expect(result.current?.[0]).toEqual({ _id: "a", done: true }))
  // Twice, because StrictMode renders twice.
  expect(renders).toHaveBeenCalledTimes(2)
  expect(result.current?.[1]).toBe(before?.[1])
})

test("of 1,000 rows with one change one is rendered again", async () => {
  const { client, peer } = await env.connected()
  const rendered = vi.fn()
  const Row = memo(({ task }: { task: { _id: string; done?: boolean } }) => {
    rendered(task._id)
    return <li>{task.done ? "done" : task._id}</li>
  })
  const Tasks = () => useQuery(list)?.map((task) => <Row key={task._id} task={task} />)
  const { container } = render(<Tasks />, { wrapper: inProvider(client) })
  await peer.next()
  const tasks = Array.from({ length: 1000 }, (_, i) => ({ _id: `t${i}` }))
  peer.send({ type: "result", id: "q1", result: tasks })
  await waitFor(() => expect(container.children).toHaveLength(1000))
  rendered.mockClear()

  peer.send({
    type: "update",
    id: "q1",
    result: tasks.map((task) => (task._id === "t500" ? { ...task, done: true } : task)),
  })
  await waitFor(() => expect(container.children[500]?.textContent).toBe("done"))
  // Twice, because StrictMode renders twice.
  expect(rendered.mock.calls).toEqual([["t500"], ["t500"]])
})

class Boundary extends Component<{ children: ReactNode }, { error?: Error }> {
  override state: { error?: Error } = {}
  static getDerivedStateFromError(error: Error) {
    return { error }
  }
  override render() {
    return this.state.error ? `Caught: ${this.state.error.message}` : this.props.children
  }
}

test("a failing query reaches the error boundary", async () => {
  const { client, peer } = await env.connected()
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined)
  const Tasks = () => <p>{useQuery(list)?.length ?? "loading"}</p>
  render(
    <Boundary>
      <Tasks />
    </Boundary>,
    { wrapper: inProvider(client) },
  )
  await peer.next()
  peer.send({ type: "error", id: "q1", code: "execution_error", message: "It broke" })
  expect(await screen.findByText("Caught: It broke")).toBeDefined()
  logged.mockRestore()
})

test.each(["rate_limited", "unavailable"])(
  "a query that is %s for now stays as it was until it is answered",
  async (code) => {
    const { client, peer } = await env.connected()
    const logged = vi.spyOn(console, "error").mockImplementation(() => undefined)
    const Tasks = () => <p>{useQuery(list)?.length ?? "loading"}</p>
    const Status = () => <i>{useQueryWithStatus(list).error?.message ?? "fine"}</i>
    const { container } = render(
      <Boundary>
        <Tasks />
        <Status />
      </Boundary>,
      { wrapper: inProvider(client) },
    )
    const refusal = { code, message: "not now" }
    await peer.next()
    peer.send({ type: "error", id: "q1", ...refusal })
    await waitFor(() => expect(container.innerHTML).toBe("<p>loading</p><i>not now</i>"))
    expect(logged.mock.calls).toEqual([["Zeroback: the query tasks:list failed for now: not now"]])
    peer.send({ type: "result", id: "q1", result: [{ _id: "a" }] })
    await waitFor(() => expect(container.innerHTML).toBe("<p>1</p><i>fine</i>"))
    peer.send({ type: "updates", ts: 101, items: [{ id: "q1", error: refusal }] })
    await waitFor(() => expect(container.innerHTML).toBe("<p>1</p><i>not now</i>"))
    logged.mockRestore()
  },
)

test("useQueryWithStatus reports loading, the error beside the last result, and recovery", async () => {
  const { client, peer } = await env.connected()
  const { result } = renderHook(() => useQueryWithStatus(list), { wrapper: inProvider(client) })
  expect(result.current).toEqual({ data: undefined, isLoading: true, isStale: false, error: undefined })
  await peer.next()
  peer.send({ type: "result", id: "q1", result: [] })
  await waitFor(() => expect(result.current.isLoading).toBe(false))
  expect(result.current).toEqual({ data: [], isLoading: false, isStale: false, error: undefined })
  peer.send({ type: "updates", ts: 101, items: [{ id: "q1", error: { code: "forbidden", message: "no" } }] })
  await waitFor(() => expect(result.current.error).toMatchObject({ code: "forbidden" }))
  expect(result.current.data).toEqual([])
  peer.send({ type: "updates", ts: 102, items: [{ id: "q1", result: [] }] })
  await waitFor(() => expect(result.current.error).toBeUndefined())
})

test("isLoading says that there is no data, also when the query has failed at once", async () => {
  const { client, peer } = await env.connected()
  const { result } = renderHook(() => useQueryWithStatus(list), { wrapper: inProvider(client) })
  await peer.next()
  peer.send({ type: "error", id: "q1", code: "forbidden", message: "no" })
  await waitFor(() => expect(result.current.error).toMatchObject({ code: "forbidden" }))
  expect(result.current).toMatchObject({ data: undefined, isLoading: true, isStale: false })
})

test("a result that was kept is stale until the server confirms it", async () => {
  const entry = { result: [], timestamp: Date.now(), hash: "h1" }
  const client = env.connect({ persistence: new MemoryAdapter(new Map([["tasks:list|{}", entry]])) })
  await client.init()
  const { result } = renderHook(() => useQueryWithStatus(list), { wrapper: inProvider(client) })
  expect(result.current).toMatchObject({ data: [], isLoading: false, isStale: true })
  const peer = await env.server.accept()
  await peer.greet()
  await peer.next()
  peer.send({ type: "unchanged", id: "q1", ts: 100, hash: "h1" })
  await waitFor(() => expect(result.current.isStale).toBe(false))
  expect(result.current.data).toEqual([])
})

test("skipped and disabled queries ask for nothing", async () => {
  const { client, peer } = await env.connected()
  const { result, rerender } = renderHook(
    ({ on }) => [useQuery(list, on ? {} : "skip"), useQuery(other, {}, { enabled: on })],
    { wrapper: inProvider(client), initialProps: { on: false } },
  )
  expect(result.current).toEqual([undefined, undefined])
  void client.action("barrier:a").catch(() => undefined)
  expect(await peer.next()).toMatchObject({ type: "action" })
  rerender({ on: true })
  expect(await peer.next()).toMatchObject({ fn: "tasks:list" })
  expect(await peer.next()).toMatchObject({ fn: "other:get" })
  act(() => rerender({ on: false }))
  expect(await peer.next()).toEqual({ type: "unsubscribe", id: "q1" })
})
