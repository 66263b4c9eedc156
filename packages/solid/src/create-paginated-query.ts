import {
  PaginatedQuery,
  QueryStore,
  type FunctionReference,
  type PaginatedState,
  type PaginationResult,
  type PaginationStatus,
} from "@zeroback/client"
import { createComputed, createMemo, createSignal, onCleanup, untrack, type Accessor } from "solid-js"
import { isServer } from "solid-js/web"
import { read, type MaybeAccessor } from "./function-types.js"
import { useZerobackClient } from "./provider.js"

/** A query that takes `cursor` and `numItems` and returns a `PaginationResult`. */
export type PaginatedQueryReference = FunctionReference<"query", unknown, PaginationResult<unknown>>

/** The arguments of a paginated query without those that the primitive fills in. */
export type PaginatedArgs<Ref extends PaginatedQueryReference> = Omit<Ref["_args"], "cursor" | "numItems">

/** What the pages of a paginated query hold. */
export type PaginatedItem<Ref extends PaginatedQueryReference> = Ref["_returns"]["page"][number]

export interface CreatePaginatedQueryResult<T> {
  /** The items of all pages loaded. Reading it throws to the error boundary when a page has failed. */
  results: Accessor<T[]>
  status: Accessor<PaginationStatus>
  /** Loads the next page, unless one is on its way or there is none. */
  loadMore: (numItems: number) => void
}

const LOADING: PaginatedState = { results: [], status: "LoadingFirstPage", error: undefined }

/**
 * A list that is loaded page by page; every page is live, and there are no gaps or doubles between them.
 *
 * @param args - The query's arguments without `cursor` and `numItems`, or `"skip"`, fixed or as a signal; other
 *   arguments begin anew.
 */
export function createPaginatedQuery<Ref extends PaginatedQueryReference>(
  ref: Ref,
  args: MaybeAccessor<PaginatedArgs<Ref> | "skip">,
  options: { initialNumItems: number },
): CreatePaginatedQueryResult<PaginatedItem<Ref>> {
  const client = useZerobackClient()
  const [state, setState] = createSignal(LOADING)
  const key = createMemo(() => {
    const current = read(args)
    return current === "skip" ? undefined : QueryStore.makeKey(ref._name, current)
  })
  let query: PaginatedQuery | undefined
  createComputed(() => {
    query = undefined
    setState(LOADING)
    if (key() === undefined || isServer) return
    // Arguments that are new but equal keep the pages: the key stands for them.
    const pages = new PaginatedQuery(
      client,
      ref._name,
      { ...(untrack(() => read(args)) as object) },
      options.initialNumItems,
    )
    query = pages
    onCleanup(pages.watch(() => setState(pages.state)))
    setState(pages.state)
  })
  return {
    results: createMemo(() => {
      const { results, error } = state()
      if (error) throw error
      return results as PaginatedItem<Ref>[]
    }),
    status: createMemo(() => state().status),
    loadMore: (numItems) => query?.loadMore(numItems),
  }
}
