import { expectTypeOf, test } from "vitest"
import {
  changePages,
  insertAtTop,
  useAction,
  useMutation,
  usePaginatedQuery,
  useQueries,
  useQuery,
  useQueryWithStatus,
  type FunctionReference,
  type QueryReference,
  type PaginationResult,
  type ZerobackError,
} from "../src/index.js"

interface Task {
  _id: `tasks:${string}`
}
declare const api: {
  list: FunctionReference<"query", { project: string }, Task[]>
  all: FunctionReference<"query", { limit?: number }, Task[]>
  none: FunctionReference<"query", Record<string, never>, number>
  pages: FunctionReference<"query", { project: string; cursor?: string; numItems?: number }, PaginationResult<Task>>
  everyPage: FunctionReference<"query", { cursor?: string; numItems?: number }, PaginationResult<Task>>
  untyped: FunctionReference<"query">
  create: FunctionReference<"mutation", { text: string }, string>
  send: FunctionReference<"action", Record<string, never>, boolean>
}

/** As users wrap the hooks. */
export function useListed<Ref extends QueryReference>(ref: Ref, args: Ref["_args"]): Ref["_returns"] | undefined {
  return useQuery(ref, args)
}

/** Never called: what matters is that it compiles, and that what must not compile does not. */
export function Calls() {
  expectTypeOf(useQuery(api.list, { project: "a" })).toEqualTypeOf<Task[] | undefined>()
  useQuery(api.list, "skip")
  useQuery(api.all)
  useQuery(api.none)
  useQuery(api.none, {}, { enabled: false })
  const { data, isLoading } = useQueryWithStatus(api.none)
  expectTypeOf(data).toEqualTypeOf<number | undefined>()
  if (!isLoading) expectTypeOf(data).toEqualTypeOf<number>()
  expectTypeOf(useMutation(api.create)({ text: "a" })).toEqualTypeOf<Promise<string>>()
  expectTypeOf(useAction(api.send)()).toEqualTypeOf<Promise<boolean>>()
  const { results } = usePaginatedQuery(api.pages, { project: "a" }, { initialNumItems: 1 })
  expectTypeOf(results).toEqualTypeOf<Task[]>()
  const queries = useQueries({ count: { query: api.none } })
  expectTypeOf(queries).toEqualTypeOf<{ count: number | undefined | ZerobackError }>()
  const lists = useQueries({ home: { query: api.list, args: { project: "home" } }, all: { query: api.all } })
  expectTypeOf(lists.home).toEqualTypeOf<Task[] | undefined | ZerobackError>()
  const byName = Object.fromEntries(["a"].map((project) => [project, { query: api.list, args: { project } }]))
  expectTypeOf(useQueries(byName)["a"]).toEqualTypeOf<Task[] | undefined | ZerobackError>()
  useQuery(api.all, {})
  useQuery(api.untyped, { any: 1 })

  useMutation(api.create, {
    optimisticUpdate(store, { text }) {
      const tasks = store.getQuery(api.list, { project: "a" })
      expectTypeOf(tasks).toEqualTypeOf<Task[] | undefined>()
      store.setQuery(api.list, { project: "a" }, [...(tasks ?? []), { _id: text }])
      store.setQuery("tasks:list", {}, text)
      // @ts-expect-error an argument has the wrong type
      store.getQuery(api.list, { project: 1 })
      // @ts-expect-error the query takes no arguments
      store.setQuery(api.none, { other: 1 }, 1)
      // @ts-expect-error the query returns a list
      store.setQuery(api.list, { project: "a" }, { _id: text })
      // @ts-expect-error a field is missing
      store.setQuery(api.list, { project: "a" }, [{}])
      // @ts-expect-error a reference of the backend that does not exist
      store.getQuery(api.missing)
      // @ts-expect-error the arguments are missing
      store.getQuery(api.list)
      // @ts-expect-error a mutation has no result that is shown
      store.setQuery(api.create, { text }, text)
      insertAtTop(store, api.pages, { project: "a" }, { _id: text })
      insertAtTop(store, "tasks:pages", { project: "a" }, { anything: text })
      changePages(store, api.pages, { project: "a" }, (task) => (task._id === text ? undefined : task))
      // @ts-expect-error the query has no such argument
      insertAtTop(store, api.pages, { other: "a" }, { _id: text })
      // @ts-expect-error a field is missing
      insertAtTop(store, api.pages, { project: "a" }, {})
      // @ts-expect-error not a paginated query
      insertAtTop(store, api.list, { project: "a" }, { _id: text })
      // @ts-expect-error the documents have no such field
      changePages(store, api.pages, { project: "a" }, (task) => (task.text === text ? undefined : task))
    },
  })
  // @ts-expect-error the result is no text
  useQuery(api.none)?.trim()
  // @ts-expect-error the outcome is no number
  void useMutation(api.create)({ text: "a" }).then((id) => id.toFixed())

  // @ts-expect-error the arguments are missing
  useQuery(api.list)
  // @ts-expect-error the query takes no arguments
  useQuery(api.none, { other: 1 })
  // @ts-expect-error arguments are an object
  useQuery(api.none, 5)
  // @ts-expect-error the only text is "skip"
  useQuery(api.none, "skp")
  // @ts-expect-error the query has no such argument
  useQuery(api.all, { other: 1 })
  // @ts-expect-error the action takes no arguments
  void useAction(api.send)({ other: 1 })
  // @ts-expect-error an event is no argument
  void (<button onClick={useAction(api.send)} />)
  // @ts-expect-error the arguments are missing
  useQueries({ home: { query: api.list } })
  // @ts-expect-error an argument has the wrong type
  useQueries({ home: { query: api.list, args: { project: 1 } } })
  // @ts-expect-error an argument is unknown
  useQueries({ home: { query: api.list, args: { project: "a", other: 1 } } })
  // @ts-expect-error the query takes no arguments
  useQueries({ count: { query: api.none, args: { other: 1 } } })
  // @ts-expect-error the query takes no arguments but those that the hook fills in
  usePaginatedQuery(api.everyPage, { project: "a" }, { initialNumItems: 1 })
  // @ts-expect-error an argument has the wrong type
  useQuery(api.list, { project: 1 })
  // @ts-expect-error an argument is unknown
  useQuery(api.list, { project: "a", other: 1 })
  // @ts-expect-error a mutation is no query
  useQuery(api.create, { text: "a" })
  // @ts-expect-error a query is no mutation
  useMutation(api.list)
  // @ts-expect-error the arguments are missing
  void useMutation(api.create)()
  // @ts-expect-error not a function of the backend
  useQuery(api.missing)
  // @ts-expect-error not a paginated query
  usePaginatedQuery(api.list, { project: "a" }, { initialNumItems: 1 })
  // @ts-expect-error the hook itself fills in the cursor
  usePaginatedQuery(api.pages, { project: "a", cursor: "x" }, { initialNumItems: 1 })
}

test("calls are typed by their references", () => {
  expectTypeOf(Calls).toBeFunction()
})
