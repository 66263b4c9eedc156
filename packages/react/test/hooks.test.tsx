import { act, renderHook, waitFor } from "@testing-library/react"
import { renderToString } from "react-dom/server"
import { expect, test, vi } from "vitest"
import {
  useAction,
  useConnectionState,
  useMutation,
  useQuery,
  useZerobackClient,
  ZerobackProvider,
  type FunctionReference,
} from "../src/index.js"
import { inProvider, testEnvironment } from "./environment.js"

const env = testEnvironment()
const list = { _name: "tasks:list" } as FunctionReference<"query", Record<string, never>, string[]>
const create = { _name: "tasks:create" } as FunctionReference<"mutation", { text: string }, string>
const send = { _name: "mail:send" } as FunctionReference<"action", Record<string, never>, number>

test("useMutation runs the mutation with its optimistic update, which goes with the effects", async () => {
  const { client, peer } = await env.connected()
  const { result } = renderHook(
    () => ({
      tasks: useQuery(list),
      create: useMutation(create, {
        optimisticUpdate: (store, args) => {
          store.setQuery(list, {}, [...((store.getQuery(list, {}) ?? []) as string[]), `${args.text}?`])
        },
      }),
    }),
    { wrapper: inProvider(client) },
  )
  await peer.next()
  peer.send({ type: "result", id: "q1", result: ["a"] })
  await waitFor(() => expect(result.current.tasks).toEqual(["a"]))
  const first = result.current.create

  let outcome: Promise<string> | undefined
  act(() => void (outcome = first({ text: "b" })))
  expect(result.current.tasks).toEqual(["a", "b?"])
  expect(result.current.create).toBe(first)
  expect(await peer.next()).toMatchObject({ type: "mutation", fn: "tasks:create", args: { text: "b" }, seq: 1, ack: 0 })
  peer.send({ type: "mutationResult", id: "m1", result: "tasks:1", ts: 101 })
  peer.send({ type: "updates", ts: 101, items: [{ id: "q1", result: ["a", "b"] }] })
  await waitFor(() => expect(result.current.tasks).toEqual(["a", "b"]))
  expect(await outcome).toBe("tasks:1")
})

test("withOptimisticUpdate gives the same mutation another update", async () => {
  const { client, peer } = await env.connected()
  const { result } = renderHook(() => useMutation(create), { wrapper: inProvider(client) })
  const update = vi.fn()
  const outcome = result.current.withOptimisticUpdate(update)({ text: "b" })
  expect(update.mock.calls[0]?.[1]).toEqual({ text: "b" })
  await peer.next()
  peer.send({ type: "error", id: "m1", code: "app_error", message: "Out of stock", data: { left: 0 } })
  await expect(outcome).rejects.toMatchObject({ code: "app_error", data: { left: 0 } })
})

test("useAction runs the action", async () => {
  const { client, peer } = await env.connected()
  const { result } = renderHook(() => useAction(send), { wrapper: inProvider(client) })
  const outcome = result.current()
  expect(await peer.next()).toEqual({ type: "action", id: "a1", fn: "mail:send", args: {} })
  peer.send({ type: "actionResult", id: "a1", result: 3 })
  expect(await outcome).toBe(3)
})

test("useConnectionState follows the connection", async () => {
  const client = env.connect()
  const { result } = renderHook(() => useConnectionState(), { wrapper: inProvider(client) })
  expect(result.current).toBe("connecting")
  await waitFor(() => expect(result.current).toBe("connected"))
  act(() => client.close())
  expect(result.current).toBe("disconnected")
})

test("hooks outside of a provider say what is missing", () => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined)
  expect(() => renderHook(() => useZerobackClient())).toThrow("<ZerobackProvider client={client}>")
  logged.mockRestore()
})

test("a server renders queries as loading and asks for nothing", async () => {
  const { client, peer } = await env.connected()
  const Tasks = () => <p>{useQuery(list)?.length ?? "loading"}</p>
  const html = renderToString(
    <ZerobackProvider client={client}>
      <Tasks />
    </ZerobackProvider>,
  )
  expect(html).toBe("<p>loading</p>")
  void client.action("barrier:a").catch(() => undefined)
  expect(await peer.next()).toMatchObject({ type: "action" })
})
