import type { LocalStore } from "@zeroback/client"
import { untrack } from "solid-js"
import type { CallArgs, MutationReference } from "./function-types.js"
import { useZerobackClient } from "./provider.js"

/** Shows the likely effects of a mutation at once; see `LocalStore`. */
export type MutationUpdate<Ref extends MutationReference> = (store: LocalStore, args: Ref["_args"]) => void

export interface CreateMutationOptions<Ref extends MutationReference> {
  /** Changes results of queries at once, until the mutation's own effects show or it has failed. */
  optimisticUpdate?: MutationUpdate<Ref>
}

/** A function that runs a mutation; its promise resolves with the result when queries show the effects. */
export function createMutation<Ref extends MutationReference>(
  ref: Ref,
  options?: CreateMutationOptions<Ref>,
): (...args: CallArgs<Ref>) => Promise<Ref["_returns"]> {
  const client = useZerobackClient()
  return (...[args = {}]: CallArgs<Ref>) => {
    const update = options?.optimisticUpdate
    // An effect that runs the mutation does not run it again for what the update reads.
    return client.mutation(
      ref._name,
      args,
      update && { optimisticUpdate: (store) => untrack(() => update(store, args)) },
    )
  }
}
