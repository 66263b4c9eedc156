import {
  lastingError,
  PaginatedQuery,
  QueryStore,
  type PaginatedArgs,
  type PaginatedItem,
  type PaginatedQueryReference,
  type PaginationStatus,
} from "@zeroback/client"
import { createComputed, createMemo, createSignal, onCleanup, type Accessor } from "solid-js"
import { isServer } from "solid-js/web"
import { throwing } from "./create-query.js"
import { read, type MaybeAccessor } from "./function-types.js"
import { useZerobackClient } from "./provider.js"
import { onceHydrated } from "./query-source.js"

export interface CreatePaginatedQueryResult<T> {
  /** The items of all pages loaded. Reading it throws to the error boundary when a page has failed, and is not just refused for now. */
  results: Accessor<T[]>
  status: Accessor<PaginationStatus>
  /** Loads the next page, unless one is on its way or there is none. */
  loadMore: (numItems: number) => void
}

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
  const [state, setState] = createSignal(PaginatedQuery.LOADING)
  const key = createMemo(() => {
    const current = read(args)
    return current === "skip" ? undefined : QueryStore.makeKey(ref._name, current)
  })
  let query: PaginatedQuery | undefined
  createComputed(() => {
    const current = key()
    query =
      current === undefined || isServer ? undefined : PaginatedQuery.ofKey(client, current, options.initialNumItems)
    const refresh = () => setState(query?.state ?? PaginatedQuery.LOADING)
    onceHydrated(() => {
      if (query) onCleanup(query.watch(refresh))
      refresh()
    })
  })
  return {
    results: throwing(createMemo(() => lastingError(state()) ?? (state().results as PaginatedItem<Ref>[]))),
    status: createMemo(() => state().status),
    loadMore: (numItems) => query?.loadMore(numItems),
  }
}
