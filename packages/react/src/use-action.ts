"use client"

import { useCallback } from "react"
import type { ActionReference, CallArgs } from "./function-types.js"
import { useZerobackClient } from "./provider.js"

/** A function that runs an action; it stays the same from render to render. */
export function useAction<Ref extends ActionReference>(ref: Ref): (...args: CallArgs<Ref>) => Promise<Ref["_returns"]> {
  const client = useZerobackClient()
  const name = ref._name
  return useCallback((...[args]: CallArgs<Ref>) => client.action(name, args), [client, name])
}
