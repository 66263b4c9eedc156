import { isLive, lastingError, QueryStore, readPreloaded, type Preloaded } from "@zeroback/client"
import { createMemo, useContext, type Accessor } from "solid-js"
import { throwing } from "./create-query.js"
import type { QueryReference } from "./function-types.js"
import { ClientContext } from "./provider.js"
import { createQuerySource } from "./query-source.js"

/**
 * The result of a query that `preloadQuery` has fetched: at once, without a loading state, and live in the browser.
 * Without a client, as when a server renders, it stays what was fetched.
 */
export function createPreloadedQuery<Ref extends QueryReference>(preloaded: Preloaded<Ref>): Accessor<Ref["_returns"]> {
  const { args, result } = readPreloaded(preloaded)
  const client = useContext(ClientContext)
  const key = QueryStore.makeKey(preloaded.name, args)
  const state = createQuerySource(client, preloaded.name, args)
  return throwing(
    createMemo(() => {
      const { result: live } = state()
      // `null` is a result as any other: only `undefined` says that there is none yet. What an earlier visit left is older.
      return lastingError(state()) ?? (client && live !== undefined && isLive(client, key) ? live : result)
    }),
  )
}
