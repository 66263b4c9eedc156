import { lastingError, ZerobackError } from "@zeroback/client"
import { createMemo, type Accessor } from "solid-js"
import type { QueryArgs, QueryReference } from "./function-types.js"
import { useZerobackClient } from "./provider.js"
import { createQuerySource } from "./query-source.js"

/**
 * The live result of a query; `undefined` while it loads or is skipped. Unchanged documents keep their identity, so a
 * `<For>` renders changed rows only.
 *
 * Reading it throws a ZerobackError to the closest error boundary when the query has failed; `createQueryWithStatus`
 * returns it instead. Not while it is refused for now: then what was shown stays.
 *
 * @example const tasks = createQuery(api.tasks.list, () => ({ project: props.project }))
 */
export function createQuery<Ref extends QueryReference>(
  ref: Ref,
  ...[args = {}, options]: QueryArgs<Ref>
): Accessor<Ref["_returns"] | undefined> {
  const state = createQuerySource(useZerobackClient(), ref._name, args, options)
  return throwing(createMemo(() => lastingError(state()) ?? state().result))
}

export interface QueryStatus<T> {
  /** The result; `undefined` while there is none. */
  data: Accessor<T | undefined>
  /** There is no result: it is under way, or the query has failed and `error` says why. */
  isLoading: Accessor<boolean>
  /** The result comes from the cache and the server has not confirmed it yet. */
  isStale: Accessor<boolean>
  /** Why the query failed; cleared by its next good result. */
  error: Accessor<ZerobackError | undefined>
}

/** Like `createQuery`, with what is known about the result beside it. Errors are returned, not thrown. */
export function createQueryWithStatus<Ref extends QueryReference>(
  ref: Ref,
  ...[args = {}, options]: QueryArgs<Ref>
): QueryStatus<Ref["_returns"]> {
  const state = createQuerySource(useZerobackClient(), ref._name, args, options)
  return {
    data: createMemo(() => state().result),
    isLoading: createMemo(() => state().result === undefined),
    isStale: createMemo(() => state().result !== undefined && !state().isConfirmed),
    error: createMemo(() => state().error),
  }
}

/**
 * Reads `outcome`, and throws it when it is an error. No memo does that: it would throw where it was made, and never run
 * again.
 */
export function throwing<T>(outcome: Accessor<T>): Accessor<Exclude<T, ZerobackError>> {
  return () => {
    const current = outcome()
    if (current instanceof ZerobackError) throw current
    return current as Exclude<T, ZerobackError>
  }
}
