import { createElement, StrictMode, type ReactNode } from "react"
import { environmentOf } from "../../client/test/environment.js"
import { ZerobackClient, ZerobackProvider } from "../src/index.js"

export function testEnvironment() {
  return environmentOf((url, options) => new ZerobackClient(url, options))
}

/** Wraps what a test renders in StrictMode and a provider. */
export function inProvider(client: ZerobackClient) {
  return ({ children }: { children: ReactNode }) =>
    createElement(StrictMode, null, createElement(ZerobackProvider, { client }, children))
}
