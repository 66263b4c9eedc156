import { act, render } from "@testing-library/react"
import { lazy, Suspense, useState, type ComponentType } from "react"
import { expect, test, vi } from "vitest"
import { usePreloadedQuery, useQuery, type FunctionReference, type Preloaded } from "../src/index.js"
import { inProvider, testEnvironment } from "./environment.js"

const env = testEnvironment()
const list = { _name: "tasks:list" } as FunctionReference<"query", { project: string }, string[]>
const preloaded: Preloaded<typeof list> = { name: "tasks:list", args: '{"project":"a"}', result: '["milk"]' }

test("what is preloaded suspends while it is fetched, is never loading after that, and goes live", async () => {
  const { client, peer } = await env.connected()
  let fetched: (page: { default: ComponentType }) => void = () => undefined
  const rendered: string[] = []
  const Tasks = () => {
    const text = usePreloadedQuery(preloaded).join()
    rendered.push(text)
    return <p>{text}</p>
  }
  const Page = lazy(() => new Promise<{ default: ComponentType }>((resolve) => (fetched = resolve)))
  const { container } = render(
    <Suspense fallback="Waiting">
      <Page />
    </Suspense>,
    { wrapper: inProvider(client) },
  )
  expect(container.textContent).toBe("Waiting")
  await act(async () => fetched({ default: Tasks }))
  await vi.waitFor(() => expect(container.textContent).toBe("milk"))
  expect(await peer.next()).toMatchObject({ args: { project: "a" } })
  await act(async () => peer.send({ type: "result", id: "q1", result: ["milk", "bread"] }))
  await vi.waitFor(() => expect(container.textContent).toBe("milk,bread"))
  expect(new Set(rendered)).toEqual(new Set(["milk", "milk,bread"]))
})

test("a query beside a component that suspends is asked for once and keeps its result", async () => {
  const { client, peer } = await env.connected()
  let show = (): void => undefined
  const Never = lazy(() => new Promise<{ default: ComponentType }>(() => undefined))
  const Tasks = () => {
    const tasks = useQuery(list, { project: "a" })
    const [all, setAll] = useState(false)
    show = () => setAll(true)
    return (
      <>
        <p>{tasks?.join() ?? "loading"}</p>
        <Suspense fallback="Waiting">{all && <Never />}</Suspense>
      </>
    )
  }
  const { container } = render(<Tasks />, { wrapper: inProvider(client) })
  expect(await peer.next()).toMatchObject({ type: "query" })
  await act(async () => peer.send({ type: "result", id: "q1", result: ["milk"] }))
  await vi.waitFor(() => expect(container.textContent).toBe("milk"))
  act(() => show())
  expect(container.textContent).toBe("milkWaiting")
  await act(async () => peer.send({ type: "update", id: "q1", result: ["bread"] }))
  await vi.waitFor(() => expect(container.textContent).toBe("breadWaiting"))
  void client.action("barrier:a").catch(() => undefined)
  expect(await peer.next()).toMatchObject({ type: "action" })
})
