import { createComponent, createRenderEffect, type JSX } from "solid-js"
import { render } from "solid-js/web"
import { afterEach } from "vitest"
import { environmentOf } from "../../client/test/environment.js"
import { ZerobackClient, ZerobackProvider } from "../src/index.js"

export { until } from "../../client/test/environment.js"

const disposals: (() => void)[] = []

export function testEnvironment() {
  afterEach(() => {
    for (const dispose of disposals.splice(0)) dispose()
  })
  return environmentOf((url, options) => new ZerobackClient(url, options))
}

/** Renders a component below a provider. */
export function renderWith(client: ZerobackClient, component: () => JSX.Element) {
  const container = document.createElement("div")
  const dispose = render(
    () =>
      createComponent(ZerobackProvider, {
        client,
        get children() {
          return createComponent(component, {})
        },
      }),
    container,
  )
  disposals.push(dispose)
  return { container, dispose }
}

/** A text that follows what `read` reads, as an expression in JSX does. */
export function text(read: () => unknown): JSX.Element {
  const node = document.createTextNode("")
  createRenderEffect(() => (node.data = String(read())))
  return node
}
