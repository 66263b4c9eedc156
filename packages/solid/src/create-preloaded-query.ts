import { readPreloaded, type Preloaded } from "@zeroback/client"
import { createMemo, useContext, type Accessor } from "solid-js"
import { resultOrThrow } from "./create-query.js"
import type { QueryReference } from "./function-types.js"
import { ClientContext } from "./provider.js"
import { createQuerySource } from "./query-source.js"

/**
 * The result of a query that `preloadQuery` has fetched: at once, without a loading state, and live in the browser.
 * Without a provider, as when a server renders, it stays what was fetched.
 */
export function createPreloadedQuery<Ref extends QueryReference>(preloaded: Preloaded<Ref>): Accessor<Ref["_returns"]> {
  const { args, result } = readPreloaded(preloaded)
  const state = createQuerySource(useContext(ClientContext), preloaded.name, args)
  return createMemo(() => {
    // `null` is a result as any other: only `undefined` says that there is none yet.
    const live = resultOrThrow(state())
    return live === undefined ? result : live
  })
}
