"use client"

import type { ZerobackClient } from "@zeroback/client"
import { createContext, createElement, useContext, type ReactElement, type ReactNode } from "react"

/** The client of the closest provider, if there is one. */
export const ClientContext = createContext<ZerobackClient | undefined>(undefined)

export interface ZerobackProviderProps {
  readonly children?: ReactNode
  readonly client: ZerobackClient
}

/** Makes a client available to all hooks below it. */
export function ZerobackProvider({ children, client }: ZerobackProviderProps): ReactElement {
  return createElement(ClientContext.Provider, { value: client }, children)
}

/**
 * The client of the closest `ZerobackProvider`.
 *
 * @throws Error outside of a provider.
 */
export function useZerobackClient(): ZerobackClient {
  const client = useContext(ClientContext)
  if (client) return client
  throw new Error("Zeroback's hooks need a client: render this component inside <ZerobackProvider client={client}>.")
}
