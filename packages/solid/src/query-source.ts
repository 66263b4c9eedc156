import { QueryStore, type QueryState, type ZerobackClient } from "@zeroback/client"
import { createComputed, createMemo, createSignal, onCleanup, onMount, sharedConfig, type Accessor } from "solid-js"
import { isServer } from "solid-js/web"
import { read, type MaybeAccessor, type QueryOptions } from "./function-types.js"

const NOTHING_KNOWN: QueryState = { result: undefined, error: undefined, isConfirmed: false }

/**
 * The state of a query, subscribed to while its owner lives and anew when the arguments change.
 *
 * @param client - Without one nothing is asked for; nor is it on a server.
 */
export function createQuerySource(
  client: ZerobackClient | undefined,
  name: string,
  args: MaybeAccessor<unknown>,
  options?: QueryOptions,
): Accessor<QueryState> {
  const [state, setState] = createSignal(NOTHING_KNOWN)
  if (isServer || !client) return state
  const asked = createMemo(
    () => {
      const current = read(options?.enabled ?? true) ? read(args) : "skip"
      return current === "skip" ? undefined : { args: current, key: QueryStore.makeKey(name, current) }
    },
    undefined,
    { equals: (before, after) => before?.key === after?.key },
  )
  createComputed(() => {
    const query = asked()
    if (!query) {
      setState(NOTHING_KNOWN)
      return
    }
    const refresh = () => setState(client.getQueryState(query.key))
    onCleanup(client.watchQuery(query.key, refresh))
    onCleanup(client.subscribe(name, query.args))
    onceHydrated(refresh)
  })
  return state
}

/** Runs `show`; in a page that is being hydrated after that, for it finds only what the server rendered. */
export function onceHydrated(show: () => void): void {
  if (sharedConfig.context) onMount(show)
  else show()
}
