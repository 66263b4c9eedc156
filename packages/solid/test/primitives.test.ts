import { createComponent, createRoot, createSignal, ErrorBoundary, For } from "solid-js"
import { expect, expectTypeOf, test, vi } from "vitest"
import {
  createAction,
  createConnectionState,
  createMutation,
  createPaginatedQuery,
  createPreloadedQuery,
  createQuery,
  createQueryWithStatus,
  QueryStore,
  useZerobackClient,
  type FunctionReference,
  type PaginationResult,
  type Preloaded,
  type QueryStatus,
  type RunMutation,
} from "../src/index.js"
import { MemoryAdapter } from "../../client/test/memory-adapter.js"
import { renderWith, text, until, testEnvironment } from "./environment.js"

const env = testEnvironment()
interface Task {
  _id: string
  done?: boolean
}
const list = { _name: "tasks:list" } as FunctionReference<"query", { project: string }, Task[]>
const count = { _name: "tasks:count" } as FunctionReference<"query", Record<string, never>, number>
const pages = { _name: "tasks:pages" } as FunctionReference<
  "query",
  { project: string; cursor?: string; numItems?: number },
  PaginationResult<Task>
>
const create = { _name: "tasks:create" } as FunctionReference<"mutation", { text: string }, string>
const send = { _name: "mail:send" } as FunctionReference<"action", Record<string, never>, boolean>

test("a query is loading, then live; other arguments subscribe anew; disposal ends it", async () => {
  const { client, peer } = await env.connected()
  const [project, setProject] = createSignal("a")
  const { container, dispose } = renderWith(client, () => {
    const tasks = createQuery(list, () => ({ project: project() }))
    expectTypeOf(tasks()).toEqualTypeOf<Task[] | undefined>()
    return text(() => tasks()?.length ?? "loading")
  })
  expect(container.textContent).toBe("loading")
  expect(await peer.next()).toMatchObject({ id: "q1", args: { project: "a" } })
  peer.send({ type: "result", id: "q1", result: [{ _id: "x" }] })
  await until(() => container.textContent === "1")
  setProject("b")
  expect(container.textContent).toBe("loading")
  expect(await peer.next()).toMatchObject({ type: "query", id: "q2", args: { project: "b" } })
  expect(await peer.next()).toEqual({ type: "unsubscribe", id: "q1" })
  dispose()
  expect(await peer.next()).toEqual({ type: "unsubscribe", id: "q2" })
})

test("of 1,000 rows with one change one is rendered again", async () => {
  const { client, peer } = await env.connected()
  const rendered = vi.fn()
  const { container } = renderWith(client, () => {
    const tasks = createQuery(list, { project: "a" })
    return createComponent(For, {
      get each() {
        return tasks()
      },
      children: (task: Task) => {
        rendered(task._id)
        return task.done ? "x" : "."
      },
    })
  })
  await peer.next()
  const tasks = Array.from({ length: 1000 }, (_, i) => ({ _id: `t${i}` }))
  peer.send({ type: "result", id: "q1", result: tasks })
  await until(() => container.textContent?.length === 1000)
  rendered.mockClear()
  const changed = tasks.map((task) => (task._id === "t500" ? { ...task, done: true } : task))
  peer.send({ type: "update", id: "q1", result: changed })
  await until(() => container.textContent?.includes("x") === true)
  expect(rendered).toHaveBeenCalledExactlyOnceWith("t500")
})

test("a failing query reaches the error boundary", async () => {
  const { client, peer } = await env.connected()
  const { container } = renderWith(client, () =>
    createComponent(ErrorBoundary, {
      fallback: (error: Error) => `Caught: ${error.message}`,
      get children() {
        return createComponent(() => {
          const tasks = createQuery(list, { project: "a" })
          return text(() => tasks()?.length ?? "loading")
        }, {})
      },
    }),
  )
  expect(container.textContent).toBe("loading")
  await peer.next()
  peer.send({ type: "error", id: "q1", code: "execution_error", message: "It broke" })
  await until(() => container.textContent === "Caught: It broke")
})

test("what is refused for now stays as it was until it is answered", async () => {
  const { client, peer } = await env.connected()
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined)
  const preloaded: Preloaded<typeof count> = { name: "tasks:count", args: "{}", result: "5" }
  const { container } = renderWith(client, () =>
    createComponent(ErrorBoundary, {
      fallback: (error: Error) => `Caught: ${error.message}`,
      get children() {
        return createComponent(() => {
          const tasks = createQuery(list, { project: "a" })
          const { results } = createPaginatedQuery(pages, { project: "a" }, { initialNumItems: 1 })
          const fetched = createPreloadedQuery(preloaded)
          return text(() => [tasks()?.length ?? "loading", results().length, fetched()].join())
        }, {})
      },
    }),
  )
  for (const _ of [1, 2, 3]) await peer.next()
  const refusal = { code: "rate_limited", message: "not now" }
  for (const id of ["q1", "q2", "q3"]) peer.send({ type: "error", id, ...refusal })
  const error = () => client.getQueryState(QueryStore.makeKey("tasks:count", {})).error
  await until(() => error() !== undefined)
  expect(container.textContent).toBe("loading,0,5")
  expect(logged).toHaveBeenCalledExactlyOnceWith("Zeroback: the query tasks:list failed for now: not now")
  peer.send({ type: "result", id: "q1", result: [{ _id: "x" }] })
  await until(() => container.textContent === "1,0,5")
  logged.mockRestore()
})

test("createQueryWithStatus reports loading, errors and recovery", async () => {
  const { client, peer } = await env.connected()
  let status: QueryStatus<number> | undefined
  renderWith(client, () => {
    status = createQueryWithStatus(count)
    return []
  })
  const snapshot = () => [status?.data(), status?.isLoading(), status?.isStale(), status?.error()?.code]
  expect(snapshot()).toEqual([undefined, true, false, undefined])
  await peer.next()
  peer.send({ type: "result", id: "q1", result: 3 })
  await until(() => status?.data() === 3)
  expect(snapshot()).toEqual([3, false, false, undefined])
  peer.send({ type: "updates", ts: 101, items: [{ id: "q1", error: { code: "forbidden", message: "no" } }] })
  await until(() => status?.error() !== undefined)
  expect(snapshot()).toEqual([3, false, false, "forbidden"])
  peer.send({ type: "updates", ts: 102, items: [{ id: "q1", result: 3 }] })
  await until(() => status?.error() === undefined)
})

test("isLoading says that there is no data, also when the query has failed at once", async () => {
  const { client, peer } = await env.connected()
  let status: QueryStatus<number> | undefined
  renderWith(client, () => {
    status = createQueryWithStatus(count)
    return []
  })
  await peer.next()
  peer.send({ type: "error", id: "q1", code: "forbidden", message: "no" })
  await until(() => status?.error() !== undefined)
  expect([status?.data(), status?.isLoading(), status?.isStale()]).toEqual([undefined, true, false])
})

test("a result that was kept is stale until the server confirms it", async () => {
  const entry = { result: 3, timestamp: Date.now(), hash: "h1" }
  const client = env.connect({ persistence: new MemoryAdapter(new Map([["tasks:count|{}", entry]])) })
  await client.init()
  let status: QueryStatus<number> | undefined
  renderWith(client, () => {
    status = createQueryWithStatus(count)
    return []
  })
  const snapshot = () => [status?.data(), status?.isLoading(), status?.isStale()]
  expect(snapshot()).toEqual([3, false, true])
  const peer = await env.server.accept()
  await peer.greet()
  await peer.next()
  peer.send({ type: "unchanged", id: "q1", ts: 100, hash: "h1" })
  await until(() => status?.isStale() === false)
  expect(snapshot()).toEqual([3, false, false])
})

test("a page that fails reaches who reads the list", async () => {
  const { client, peer } = await env.connected()
  const { container } = renderWith(client, () =>
    createComponent(ErrorBoundary, {
      fallback: (error: Error) => `Caught: ${error.message}`,
      get children() {
        return createComponent(() => {
          const { results } = createPaginatedQuery(pages, { project: "a" }, { initialNumItems: 1 })
          return text(() => results().length)
        }, {})
      },
    }),
  )
  await peer.next()
  peer.send({ type: "error", id: "q1", code: "forbidden", message: "no" })
  await until(() => container.textContent === "Caught: no")
})

test("skipped and disabled queries ask for nothing until they are wanted", async () => {
  const { client, peer } = await env.connected()
  const [isOn, setOn] = createSignal(false)
  renderWith(client, () => {
    createQuery(list, () => (isOn() ? { project: "a" } : "skip"))
    createQuery(count, {}, { enabled: isOn })
    return []
  })
  void client.action("barrier:a").catch(() => undefined)
  expect(await peer.next()).toMatchObject({ type: "action" })
  setOn(true)
  expect(await peer.next()).toMatchObject({ fn: "tasks:list" })
  expect(await peer.next()).toMatchObject({ fn: "tasks:count" })
  setOn(false)
  expect(await peer.next()).toMatchObject({ type: "unsubscribe" })
})

test("mutations show their optimistic update; actions return their result", async () => {
  const { client, peer } = await env.connected()
  let run: ((args: { text: string }) => Promise<string>) | undefined
  let act: (() => Promise<boolean>) | undefined
  const { container } = renderWith(client, () => {
    const tasks = createQuery(list, { project: "a" })
    run = createMutation(create, {
      optimisticUpdate: (store, args) => store.setQuery(list, { project: "a" }, [{ _id: args.text }]),
    })
    act = createAction(send)
    return text(() => tasks()?.[0]?._id ?? "none")
  })
  await peer.next()
  const outcome = run?.({ text: "guess" })
  expect(container.textContent).toBe("guess")
  await peer.next()
  peer.send({ type: "mutationResult", id: "m1", result: "t1", ts: 101 })
  peer.send({ type: "result", id: "q1", result: [{ _id: "real" }], ts: 100 })
  peer.send({ type: "updates", ts: 101, items: [] })
  expect(await outcome).toBe("t1")
  expect(container.textContent).toBe("real")

  const answer = act?.()
  await peer.next()
  peer.send({ type: "actionResult", id: "a1", result: true })
  expect(await answer).toBe(true)
})

test("a mutation is run with an optimistic update of each call", async () => {
  const { client, peer } = await env.connected()
  let run: RunMutation<typeof create> | undefined
  const { container } = renderWith(client, () => {
    const tasks = createQuery(list, { project: "a" })
    run = createMutation(create)
    return text(() => (tasks() ?? []).map(({ _id }) => _id).join())
  })
  await peer.next()
  const outcomes = ["one", "two"].map((id) =>
    run?.withOptimisticUpdate((store, args) => {
      const tasks = store.getQuery(list, { project: "a" }) ?? []
      store.setQuery(list, { project: "a" }, [...tasks, { _id: `${id} ${args.text}` }])
    })({ text: "guess" }),
  )
  expect(container.textContent).toBe("one guess,two guess")
  for (const [i, id] of ["m1", "m2"].entries()) {
    await peer.next()
    peer.send({ type: "mutationResult", id, result: `t${i}`, ts: 101 })
  }
  peer.send({ type: "result", id: "q1", result: [{ _id: "real" }], ts: 100 })
  peer.send({ type: "updates", ts: 101, items: [] })
  expect(await Promise.all(outcomes)).toEqual(["t0", "t1"])
  expect(container.textContent).toBe("real")
})

test("pages are loaded on request and begin anew with other arguments only", async () => {
  const { client, peer } = await env.connected()
  const [args, setArgs] = createSignal({ project: "a" })
  let query: ReturnType<typeof createPaginatedQuery<typeof pages>> | undefined
  renderWith(client, () => {
    query = createPaginatedQuery(pages, args, { initialNumItems: 1 })
    return []
  })
  const ids = () => query?.results().map(({ _id }) => _id)
  expect(await peer.next()).toMatchObject({ args: { project: "a", numItems: 1 } })
  peer.send({ type: "result", id: "q1", result: { page: [{ _id: "1" }], isDone: false, continueCursor: "c" } })
  await until(() => query?.status() === "CanLoadMore")
  setArgs({ project: "a" })
  query?.loadMore(5)
  expect(await peer.next()).toMatchObject({ args: { project: "a", numItems: 5, cursor: "c" } })
  peer.send({ type: "result", id: "q2", result: { page: [{ _id: "2" }], isDone: true, continueCursor: null } })
  await until(() => query?.status() === "Exhausted")
  expect(ids()).toEqual(["1", "2"])
  setArgs({ project: "b" })
  expect(query?.status()).toBe("LoadingFirstPage")
  expect(await peer.next()).toMatchObject({ args: { project: "b", numItems: 1 } })
})

test("a preloaded query is there at once, with or without a provider, and goes live", async () => {
  const preloaded: Preloaded<typeof list> = { name: "tasks:list", args: '{"project":"a"}', result: '[{"_id":"1"}]' }
  createRoot((dispose) => {
    expect(createPreloadedQuery(preloaded)()).toEqual([{ _id: "1" }])
    dispose()
  })
  const { client, peer } = await env.connected()
  const { container } = renderWith(client, () => {
    const tasks = createPreloadedQuery(preloaded)
    return text(() => tasks().length)
  })
  expect(container.textContent).toBe("1")
  expect(await peer.next()).toMatchObject({ args: { project: "a" } })
  peer.send({ type: "result", id: "q1", result: [] })
  await until(() => container.textContent === "0")
})

test("a preloaded query shows what was fetched, not what an earlier visit left, and then what is newer", async () => {
  const key = QueryStore.makeKey("tasks:list", { project: "a" })
  const kept = new Map([[key, { result: [], timestamp: Date.now(), hash: "h1" }]])
  const client = env.connect({ persistence: new MemoryAdapter(kept) })
  await client.init()
  const peer = await env.server.accept()
  await peer.greet()
  const preloaded: Preloaded<typeof list> = { name: "tasks:list", args: '{"project":"a"}', result: '[{"_id":"1"}]' }
  const { container } = renderWith(client, () => {
    const tasks = createPreloadedQuery(preloaded)
    return text(() => tasks().length)
  })
  expect(container.textContent).toBe("1")
  await peer.next()
  peer.send({ type: "unchanged", id: "q1", ts: 100, hash: "h1" })
  await until(() => container.textContent === "0")
})

test("a preloaded document that is deleted is null, not what was fetched", async () => {
  type Get = FunctionReference<"query", { id: string }, Task | null>
  const preloaded: Preloaded<Get> = { name: "tasks:get", args: '{"id":"1"}', result: '{"_id":"1"}' }
  const { client, peer } = await env.connected()
  const { container } = renderWith(client, () => {
    const task = createPreloadedQuery(preloaded)
    return text(() => task()?._id ?? "gone")
  })
  expect(container.textContent).toBe("1")
  await peer.next()
  peer.send({ type: "result", id: "q1", result: null })
  await until(() => container.textContent === "gone")
})

test("the connection's state is a signal", async () => {
  const client = env.connect()
  const { container } = renderWith(client, () => {
    const state = createConnectionState()
    return text(() => state())
  })
  expect(container.textContent).toBe("connecting")
  await until(() => container.textContent === "connected")
  client.close()
  expect(container.textContent).toBe("disconnected")
})

test("primitives outside of a provider say what is missing", () => {
  expect(() => createRoot(useZerobackClient)).toThrow("<ZerobackProvider client={client}>")
})

test("what must not compile does not", () => {
  const calls = () => {
    // @ts-expect-error the arguments are missing
    createQuery(list)
    // @ts-expect-error an argument has the wrong type
    createQuery(list, { project: 1 })
    createQuery(count, {})
    createQuery(count, () => "skip" as const)
    // @ts-expect-error the query takes no arguments
    createQuery(count, { other: 1 })
    // @ts-expect-error the query takes no arguments
    createQuery(count, () => ({ other: 1 }))
    // @ts-expect-error the action takes no arguments
    void createAction(send)({ other: 1 })
    // @ts-expect-error a mutation is no query
    createQuery(create, { text: "a" })
    // @ts-expect-error the arguments are missing
    void createMutation(create)()
    // @ts-expect-error not a paginated query
    createPaginatedQuery(list, { project: "a" }, { initialNumItems: 1 })
  }
  expectTypeOf(calls).toBeFunction()
})
