import type { ConnectionState } from "@zeroback/client"
import { createSignal, onCleanup, type Accessor } from "solid-js"
import { useZerobackClient } from "./provider.js"

/** Whether the client can talk to its server right now. */
export function createConnectionState(): Accessor<ConnectionState> {
  const client = useZerobackClient()
  const [state, setState] = createSignal(client.connectionState)
  onCleanup(client.onConnectionChange((next) => setState(next)))
  return state
}
