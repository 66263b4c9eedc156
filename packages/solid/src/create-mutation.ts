import type { LocalStore, ZerobackClient } from "@zeroback/client"
import { untrack } from "solid-js"
import type { CallArgs, MutationReference } from "./function-types.js"
import { useZerobackClient } from "./provider.js"

/** Shows the likely effects of a mutation at once; see `LocalStore`. */
export type MutationUpdate<Ref extends MutationReference> = (store: LocalStore, args: Ref["_args"]) => void

export interface CreateMutationOptions<Ref extends MutationReference> {
  /** Changes results of queries at once, until the mutation's own effects show or it has failed. */
  optimisticUpdate?: MutationUpdate<Ref>
}

/** Runs a mutation; resolves with its result when queries show its effects. */
export interface RunMutation<Ref extends MutationReference> {
  (...args: CallArgs<Ref>): Promise<Ref["_returns"]>
  /** The same mutation with this optimistic update. */
  withOptimisticUpdate(update: MutationUpdate<Ref>): RunMutation<Ref>
}

/** A function that runs a mutation. */
export function createMutation<Ref extends MutationReference>(
  ref: Ref,
  options?: CreateMutationOptions<Ref>,
): RunMutation<Ref> {
  return runMutation(useZerobackClient(), ref, () => options?.optimisticUpdate)
}

function runMutation<Ref extends MutationReference>(
  client: ZerobackClient,
  ref: Ref,
  currentUpdate: () => MutationUpdate<Ref> | undefined,
): RunMutation<Ref> {
  const run = (...[args = {}]: CallArgs<Ref>): Promise<Ref["_returns"]> => {
    const update = currentUpdate()
    // An effect that runs the mutation does not run it again for what the update reads.
    return client.mutation(
      ref._name,
      args,
      update && { optimisticUpdate: (store) => untrack(() => update(store, args)) },
    )
  }
  return Object.assign(run, {
    withOptimisticUpdate: (update: MutationUpdate<Ref>) => runMutation(client, ref, () => update),
  })
}
