"use client"

import { isLive, lastingError, QueryStore, readPreloaded, ZerobackError, type Preloaded } from "@zeroback/client"
import { useContext, useMemo } from "react"
import type { QueryReference } from "./function-types.js"
import { ClientContext } from "./provider.js"
import { useQuerySource } from "./use-query-source.js"

/**
 * The result of a query that `preloadQuery` has fetched: at once, without a loading state, and live after hydration.
 * Without a provider, as when a server renders, it stays what was fetched.
 *
 * @throws ZerobackError to the closest error boundary when the live query fails.
 */
export function usePreloadedQuery<Ref extends QueryReference>(preloaded: Preloaded<Ref>): Ref["_returns"] {
  const client = useContext(ClientContext)
  const { name, args, result } = preloaded
  const fetched = useMemo(() => readPreloaded<Ref>({ args, result }), [args, result])
  const key = useMemo(() => QueryStore.makeKey(name, fetched.args), [name, fetched])
  // `null` is a result as any other: only `undefined` says that there is none yet. What an earlier visit left is older.
  const outcome = useQuerySource(
    client,
    name,
    fetched.args,
    (state) =>
      lastingError(state) ??
      (client && state.result !== undefined && isLive(client, key) ? state.result : fetched.result),
  )
  if (outcome instanceof ZerobackError) throw outcome
  return outcome
}
