"use client"

import { QueryStore, type QueryState, type ZerobackClient } from "@zeroback/client"
import { useCallback, useSyncExternalStore } from "react"

const NOTHING_KNOWN: QueryState = { result: undefined, error: undefined, isConfirmed: false }

/**
 * Subscribes to a query while the component is mounted, and again when the function or its arguments change.
 *
 * @param client - Without one nothing is asked for.
 * @param select - The part of the query's state that makes the component render again when it changes.
 */
export function useQuerySource<T>(
  client: ZerobackClient | undefined,
  name: string,
  args: unknown,
  select: (state: QueryState) => T,
): T {
  const key = args === "skip" || !client ? undefined : QueryStore.makeKey(name, args)
  const subscribe = useCallback(
    (changed: () => void) => {
      if (!client || key === undefined) return () => undefined
      // From the key, because the identity of the arguments changes with each render.
      const { fnName, args } = QueryStore.parseKey(key)
      const stopWatching = client.watchQuery(key, changed)
      const unsubscribe = client.subscribe(fnName, args)
      return () => {
        stopWatching()
        unsubscribe()
      }
    },
    [client, key],
  )
  return useSyncExternalStore(
    subscribe,
    () => select(client && key !== undefined ? client.getQueryState(key) : NOTHING_KNOWN),
    () => select(NOTHING_KNOWN),
  )
}
