"use client"

import type { QueryState, ZerobackError } from "@zeroback/client"
import { askedArgs, type QueryArgs, type QueryReference } from "./function-types.js"
import { useZerobackClient } from "./provider.js"
import { useQuerySource } from "./use-query-source.js"

/** What is known of a query: once `isLoading` is false, TypeScript knows that there is `data`. */
export type QueryStatus<T> = {
  /** The result comes from the cache and the server has not confirmed it yet. */
  isStale: boolean
  /** Why the query failed; cleared by its next good result. */
  error: ZerobackError | undefined
} & (
  | {
      /** There is no result: it is under way, or the query has failed and `error` says why. */
      isLoading: true
      data: undefined
    }
  | {
      isLoading: false
      /** The result. */
      data: T
    }
)

/** Like `useQuery`, with what is known about the result beside it. Errors are returned, not thrown. */
export function useQueryWithStatus<Ref extends QueryReference>(
  ref: Ref,
  ...[args, options]: QueryArgs<Ref>
): QueryStatus<Ref["_returns"]> {
  const { result, error, isConfirmed } = useQuerySource(
    useZerobackClient(),
    ref._name,
    askedArgs(args, options),
    wholeState,
  )
  return {
    data: result,
    isLoading: result === undefined,
    isStale: result !== undefined && !isConfirmed,
    error,
  } as QueryStatus<Ref["_returns"]>
}

function wholeState(state: QueryState): QueryState {
  return state
}
