import { createElement, startTransition, useLayoutEffect, useState } from "react"
import { createRoot } from "react-dom/client"
import { afterEach, beforeEach, expect, test } from "vitest"
import { useQuery, type FunctionReference } from "../src/index.js"
import { inProvider, testEnvironment } from "./environment.js"

const env = testEnvironment()
const get = { _name: "other:get" } as FunctionReference<"query", Record<string, never>, string>
const READERS = 20

/** In the environment of act() React renders without pauses; these tests are about the pauses. */
beforeEach(() => void Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: false }))
afterEach(() => void Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true }))

function spend(millis: number): void {
  const end = performance.now() + millis
  while (performance.now() < end);
}

test("a result that changes in the middle of a concurrent render is the same in every component", async () => {
  const { client, peer } = await env.connected()
  const rendered: string[] = []
  const committed: string[][] = []
  let showAll = (): void => undefined
  const Reader = () => {
    const value = useQuery(get) ?? "loading"
    rendered.push(value)
    spend(5)
    return <i>{value}</i>
  }
  const Readers = () => {
    const [all, setAll] = useState(false)
    showAll = () => startTransition(() => setAll(true))
    useLayoutEffect(() => void committed.push(Array.from(document.querySelectorAll("i"), (i) => i.innerText)))
    return Array.from({ length: all ? READERS : 1 }, (_, i) => <Reader key={i} />)
  }
  const root = createRoot(document.body.appendChild(document.createElement("main")))
  root.render(createElement(inProvider(client), null, <Readers />))
  await peer.next()
  peer.send({ type: "result", id: "q1", result: "old" })
  await expect.poll(() => document.querySelector("i")?.innerText).toBe("old")
  rendered.length = 0
  committed.length = 0

  showAll()
  await expect.poll(() => rendered.length, { interval: 1 }).toBeGreaterThan(2)
  // React has paused: some components have rendered the old value and nothing of it is on the page.
  expect(committed).toEqual([])
  client
    .mutation("other:set", {}, { optimisticUpdate: (store) => store.setQuery(get, {}, "new") })
    .catch(() => undefined)
  await expect.poll(() => document.querySelectorAll("i").length, { timeout: 5000 }).toBe(READERS)
  expect(rendered).toContain("old")
  await expect.poll(() => new Set(committed.at(-1))).toEqual(new Set(["new"]))
  for (const texts of committed) expect(new Set(texts).size).toBe(1)
  root.unmount()
})
