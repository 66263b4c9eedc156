"use client"

import type { LocalStore, ZerobackClient } from "@zeroback/client"
import { useEffect, useMemo, useRef } from "react"
import type { CallArgs, MutationReference } from "./function-types.js"
import { useZerobackClient } from "./provider.js"

/** Shows the likely effects of a mutation at once; see `LocalStore`. */
export type MutationUpdate<Ref extends MutationReference> = (store: LocalStore, args: Ref["_args"]) => void

export interface UseMutationOptions<Ref extends MutationReference> {
  /** Changes results of queries at once, until the mutation's own effects show or it has failed. */
  optimisticUpdate?: MutationUpdate<Ref>
}

/** Runs a mutation; resolves with its result when queries show its effects. */
export interface RunMutation<Ref extends MutationReference> {
  (...args: CallArgs<Ref>): Promise<Ref["_returns"]>
  /** The same mutation with this optimistic update. */
  withOptimisticUpdate(update: MutationUpdate<Ref>): RunMutation<Ref>
}

/** A function that runs a mutation; it stays the same from render to render. */
export function useMutation<Ref extends MutationReference>(
  ref: Ref,
  options?: UseMutationOptions<Ref>,
): RunMutation<Ref> {
  const client = useZerobackClient()
  const latestUpdate = useRef(options?.optimisticUpdate)
  useEffect(() => {
    latestUpdate.current = options?.optimisticUpdate
  })
  return useMemo(() => runMutation<Ref>(client, ref._name, () => latestUpdate.current), [client, ref._name])
}

function runMutation<Ref extends MutationReference>(
  client: ZerobackClient,
  name: string,
  currentUpdate: () => MutationUpdate<Ref> | undefined,
): RunMutation<Ref> {
  const run = (...[args = {}]: CallArgs<Ref>): Promise<Ref["_returns"]> => {
    const update = currentUpdate()
    return client.mutation(name, args, update && { optimisticUpdate: (store) => update(store, args) })
  }
  return Object.assign(run, {
    withOptimisticUpdate: (update: MutationUpdate<Ref>) => runMutation<Ref>(client, name, () => update),
  })
}
