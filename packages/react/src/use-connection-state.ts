"use client"

import type { ConnectionState } from "@zeroback/client"
import { useCallback, useSyncExternalStore } from "react"
import { useZerobackClient } from "./provider.js"

/** Whether the client can talk to its server right now. */
export function useConnectionState(): ConnectionState {
  const client = useZerobackClient()
  const subscribe = useCallback((changed: () => void) => client.onConnectionChange(changed), [client])
  return useSyncExternalStore(
    subscribe,
    () => client.connectionState,
    () => "connecting",
  )
}
