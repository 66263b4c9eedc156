import type { ActionReference, CallArgs } from "./function-types.js"
import { useZerobackClient } from "./provider.js"

/** A function that runs an action. */
export function createAction<Ref extends ActionReference>(
  ref: Ref,
): (...args: CallArgs<Ref>) => Promise<Ref["_returns"]> {
  const client = useZerobackClient()
  return (...[args]: CallArgs<Ref>) => client.action(ref._name, args)
}
