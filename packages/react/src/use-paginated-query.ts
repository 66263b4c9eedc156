import {
  PaginatedQuery,
  QueryStore,
  type FunctionReference,
  type PaginatedState,
  type PaginationResult,
  type PaginationStatus,
} from "@zeroback/client"
import { useCallback, useMemo, useSyncExternalStore } from "react"
import { useZerobackClient } from "./provider.js"

/** A query that takes `cursor` and `numItems` and returns a `PaginationResult`. */
export type PaginatedQueryReference = FunctionReference<"query", unknown, PaginationResult<unknown>>

/** The arguments of a paginated query without those that the hook fills in. */
export type PaginatedArgs<Ref extends PaginatedQueryReference> = Omit<Ref["_args"], "cursor" | "numItems">

/** What the pages of a paginated query hold. */
export type PaginatedItem<Ref extends PaginatedQueryReference> = Ref["_returns"]["page"][number]

export interface UsePaginatedQueryResult<T> {
  /** The items of all pages loaded. */
  results: T[]
  status: PaginationStatus
  /** Loads the next page, unless one is on its way or there is none. */
  loadMore: (numItems: number) => void
}

const LOADING: PaginatedState = { results: [], status: "LoadingFirstPage", error: undefined }

/**
 * A list that is loaded page by page; every page is live, and there are no gaps or doubles between them.
 *
 * @param args - The query's arguments without `cursor` and `numItems`, or `"skip"`; other arguments begin anew.
 * @throws ZerobackError to the closest error boundary when a page fails.
 */
export function usePaginatedQuery<Ref extends PaginatedQueryReference>(
  ref: Ref,
  args: PaginatedArgs<Ref> | "skip",
  options: { initialNumItems: number },
): UsePaginatedQueryResult<PaginatedItem<Ref>> {
  const client = useZerobackClient()
  const key = args === "skip" ? undefined : QueryStore.makeKey(ref._name, args)
  const { initialNumItems } = options
  const query = useMemo(() => {
    if (key === undefined) return undefined
    // From the key, because the identity of the arguments changes with each render.
    const { fnName, args: stable } = QueryStore.parseKey(key)
    return new PaginatedQuery(client, fnName, stable as Record<string, unknown>, initialNumItems)
  }, [client, key, initialNumItems])
  const { results, status, error } = useSyncExternalStore(
    useCallback((changed: () => void) => query?.watch(changed) ?? (() => undefined), [query]),
    () => query?.state ?? LOADING,
    () => LOADING,
  )
  const loadMore = useCallback((numItems: number) => query?.loadMore(numItems), [query])
  if (error) throw error
  return { results: results as PaginatedItem<Ref>[], status, loadMore }
}
