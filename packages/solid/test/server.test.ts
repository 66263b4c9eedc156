import { createComponent, type JSX } from "solid-js"
import { isServer, renderToString } from "solid-js/web"
import { expect, test, vi } from "vitest"
import { environmentOf } from "../../client/test/environment.js"
import {
  createPaginatedQuery,
  createPreloadedQuery,
  createQueryWithStatus,
  ZerobackClient,
  ZerobackProvider,
  type FunctionReference,
  type PaginationResult,
  type Preloaded,
} from "../src/index.js"

const env = environmentOf((url, options) => new ZerobackClient(url, options))
const list = { _name: "tasks:list" } as FunctionReference<"query", { project: string }, string[]>
const pages = { _name: "tasks:pages" } as FunctionReference<
  "query",
  { cursor?: string; numItems?: number },
  PaginationResult<string>
>

test("a server renders what was preloaded, and opens no socket", () => {
  expect(isServer).toBe(true)
  const opened = vi.fn()
  vi.stubGlobal("WebSocket", opened)
  const preloaded: Preloaded<typeof list> = { name: "tasks:list", args: '{"project":"a"}', result: '["milk"]' }
  expect(renderToString(() => createPreloadedQuery(preloaded)().join())).toBe("milk")
  expect(opened).not.toHaveBeenCalled()
})

test("a server renders below a provider without a client, as the page has one there", () => {
  const preloaded: Preloaded<typeof list> = { name: "tasks:list", args: '{"project":"a"}', result: '["milk"]' }
  const page = () =>
    createComponent(ZerobackProvider, {
      client: undefined,
      get children() {
        return createPreloadedQuery(preloaded)().join()
      },
    })
  expect(renderToString(page)).toBe("milk")
})

test("a server renders queries as loading and asks for nothing", async () => {
  const { client, peer } = await env.connected()
  const Tasks = (): JSX.Element => {
    const { isLoading } = createQueryWithStatus(list, { project: "a" })
    const { status } = createPaginatedQuery(pages, {}, { initialNumItems: 1 })
    return `${isLoading()} ${status()}`
  }
  const page = () =>
    createComponent(ZerobackProvider, {
      client,
      get children() {
        return createComponent(Tasks, {})
      },
    })
  expect(renderToString(page)).toBe("true LoadingFirstPage")
  void client.action("barrier:a").catch(() => undefined)
  expect(await peer.next()).toMatchObject({ type: "action" })
})
