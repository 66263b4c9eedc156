"use client"

import { lastingError, ZerobackError, type QueryState } from "@zeroback/client"
import { askedArgs, type QueryArgs, type QueryReference } from "./function-types.js"
import { useZerobackClient } from "./provider.js"
import { useQuerySource } from "./use-query-source.js"

/**
 * The live result of a query; `undefined` while it loads or is skipped.
 *
 * The component renders again only when this result changes.
 *
 * @throws ZerobackError to the closest error boundary when the query fails; `useQueryWithStatus` returns it instead.
 *   Not while it is refused for now: then what was shown stays.
 * @example const tasks = useQuery(api.tasks.list, project ? { project } : "skip")
 */
export function useQuery<Ref extends QueryReference>(
  ref: Ref,
  ...[args, options]: QueryArgs<Ref>
): Ref["_returns"] | undefined {
  const outcome = useQuerySource(useZerobackClient(), ref._name, askedArgs(args, options), errorOrResult)
  if (outcome instanceof ZerobackError) throw outcome
  return outcome
}

/** One value for both: no result of a query is an error object. */
function errorOrResult(state: QueryState): unknown {
  return lastingError(state) ?? state.result
}
