import { createComponent, createRenderEffect, type JSX } from "solid-js"
import { hydrate } from "solid-js/web"
import { expect, test, vi } from "vitest"
import {
  createPaginatedQuery,
  createPreloadedQuery,
  createQueryWithStatus,
  ZerobackProvider,
  type FunctionReference,
  type PaginationResult,
  type Preloaded,
} from "../src/index.js"
import { testEnvironment, until } from "./environment.js"

const env = testEnvironment()
const list = { _name: "tasks:list" } as FunctionReference<"query", Record<string, never>, string[]>
const pages = { _name: "tasks:pages" } as FunctionReference<
  "query",
  { cursor?: string; numItems?: number },
  PaginationResult<string>
>

test("a page that is hydrated shows first what the server rendered, and then what its client knows already", async () => {
  vi.stubGlobal("_$HY", { events: [], completed: new WeakSet(), r: {} })
  const { client, peer } = await env.connected()
  client.subscribe("tasks:list", {})
  client.subscribe("tasks:pages", { numItems: 1 })
  peer.send([
    { type: "result", id: "q1", result: ["live"], ts: 100 },
    { type: "result", id: "q2", result: { page: ["live"], isDone: true, continueCursor: null }, ts: 100 },
  ])
  await until(() => client.getQueryResult("tasks:list|{}") !== undefined)
  const preloaded: Preloaded<typeof list> = { name: "tasks:list", args: "{}", result: '["fetched"]' }
  const seen: unknown[] = []
  const Tasks = (): JSX.Element => {
    const [tasks, { data }] = [createPreloadedQuery(preloaded), createQueryWithStatus(list)]
    const { results, status } = createPaginatedQuery(pages, {}, { initialNumItems: 1 })
    createRenderEffect(() => seen.push([tasks(), data(), results(), status()].flat()))
    return []
  }
  const page = () =>
    createComponent(ZerobackProvider, {
      client,
      get children() {
        return createComponent(Tasks, {})
      },
    })
  const dispose = hydrate(page, document.createElement("div"))
  expect(seen[0]).toEqual(["fetched", undefined, "LoadingFirstPage"])
  expect(seen.at(-1)).toEqual(["live", "live", "live", "Exhausted"])
  dispose()
  vi.unstubAllGlobals()
})
