import { QueryStore, type QueryState } from "@zeroback/client"
import { useCallback, useSyncExternalStore } from "react"
import type { QueryOptions, QueryReference } from "./function-types.js"
import { useZerobackClient } from "./provider.js"

const NOTHING_KNOWN: QueryState = { result: undefined, error: undefined, isConfirmed: false }

/**
 * Subscribes to a query while the component is mounted, and again when the function or its arguments change.
 *
 * @param select - The part of the query's state that makes the component render again when it changes.
 */
export function useQuerySource<T>(
  ref: QueryReference,
  args: unknown,
  options: QueryOptions | undefined,
  select: (state: QueryState) => T,
): T {
  const client = useZerobackClient()
  const isSkipped = args === "skip" || options?.enabled === false
  const name = ref._name
  const key = isSkipped ? undefined : QueryStore.makeKey(name, args)
  // The key stands for the name and the arguments, whose identity changes with each render.
  const subscribe = useCallback(
    (changed: () => void) => {
      if (key === undefined) return () => undefined
      const stopWatching = client.watchQuery(key, changed)
      const unsubscribe = client.subscribe(name, args)
      return () => {
        stopWatching()
        unsubscribe()
      }
    },
    [client, key],
  )
  return useSyncExternalStore(
    subscribe,
    () => select(key === undefined ? NOTHING_KNOWN : client.getQueryState(key)),
    () => select(NOTHING_KNOWN),
  )
}
