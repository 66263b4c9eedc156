"use client"

import {
  lastingError,
  PaginatedQuery,
  QueryStore,
  type PaginatedArgs,
  type PaginatedItem,
  type PaginatedQueryReference,
  type PaginationStatus,
} from "@zeroback/client"
import { useCallback, useMemo, useSyncExternalStore } from "react"
import { useZerobackClient } from "./provider.js"

export interface UsePaginatedQueryResult<T> {
  /** The items of all pages loaded. */
  results: T[]
  status: PaginationStatus
  /** Loads the next page, unless one is on its way or there is none. */
  loadMore: (numItems: number) => void
}

/**
 * A list that is loaded page by page; every page is live, and there are no gaps or doubles between them.
 *
 * @param args - The query's arguments without `cursor` and `numItems`, or `"skip"`; other arguments begin anew.
 * @throws ZerobackError to the closest error boundary when a page fails, and is not just refused for now.
 */
export function usePaginatedQuery<Ref extends PaginatedQueryReference>(
  ref: Ref,
  args: PaginatedArgs<Ref> | "skip",
  options: { initialNumItems: number },
): UsePaginatedQueryResult<PaginatedItem<Ref>> {
  const client = useZerobackClient()
  const key = args === "skip" ? undefined : QueryStore.makeKey(ref._name, args)
  const { initialNumItems } = options
  // By the key, because the identity of the arguments changes with each render.
  const query = useMemo(
    () => (key === undefined ? undefined : PaginatedQuery.ofKey(client, key, initialNumItems)),
    [client, key, initialNumItems],
  )
  const state = useSyncExternalStore(
    useCallback((changed: () => void) => query?.watch(changed) ?? (() => undefined), [query]),
    () => query?.state ?? PaginatedQuery.LOADING,
    () => PaginatedQuery.LOADING,
  )
  const loadMore = useCallback((numItems: number) => query?.loadMore(numItems), [query])
  const error = lastingError(state)
  if (error) throw error
  return { results: state.results as PaginatedItem<Ref>[], status: state.status, loadMore }
}
