import type { ZerobackClient } from "@zeroback/client"
import { batch, createComponent, createContext, useContext, type JSX } from "solid-js"

/** The client of the closest provider, if there is one. */
export const ClientContext = createContext<ZerobackClient>()

export interface ZerobackProviderProps {
  readonly children?: JSX.Element
  /** `undefined` where a server renders: the provider has to be there too, for the page to hydrate what it rendered. */
  readonly client: ZerobackClient | undefined
}

/** Makes a client available to all primitives below it. */
export function ZerobackProvider(props: ZerobackProviderProps): JSX.Element {
  // Effects that read several queries see all of them at one commit.
  if (props.client) props.client.queryStore.together = batch
  return createComponent(ClientContext.Provider, {
    value: props.client,
    get children() {
      return props.children
    },
  })
}

/**
 * The client of the closest `ZerobackProvider`.
 *
 * @throws Error outside of a provider.
 */
export function useZerobackClient(): ZerobackClient {
  const client = useContext(ClientContext)
  if (client) return client
  throw new Error(
    "Zeroback's primitives need a client: render this component inside <ZerobackProvider client={client}>.",
  )
}
