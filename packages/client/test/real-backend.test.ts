import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest"
import { WebSocket } from "ws"
import { Backend } from "../../../teavm-worker/src/test/ts/harness/backend.js"
import {
  preloadQuery,
  QueryStore,
  readPreloaded,
  ZerobackClient,
  type AuthState,
  type FunctionReference,
} from "../src/index.js"
import { until } from "./environment.js"
import { MemoryAdapter } from "./memory-adapter.js"

interface Task {
  _id: string
  text: string
  weight?: bigint
  picture?: ArrayBuffer
}

let backend: Backend
let objects = 0
const clients: ZerobackClient[] = []
const sockets: WebSocket[] = []

/** The socket of Node 20 with a list of those that are open, to cut them. */
class CuttableSocket extends WebSocket {
  constructor(url: string) {
    super(url)
    sockets.push(this)
  }
}

beforeAll(async () => {
  globalThis.WebSocket = CuttableSocket as unknown as typeof globalThis.WebSocket
  backend = await Backend.start("release")
}, 30_000)
afterAll(() => backend.stop())
afterEach(() => {
  for (const client of clients.splice(0)) client.close()
})

function freshUrl(app = "plain"): string {
  return `${backend.url.href.replace(/^http/, "ws")}${app}/t/client${++objects}/ws`
}

function connect(url: string, options = {}): ZerobackClient {
  const client = new ZerobackClient(url, { backoff: { baseMs: 1 }, ...options })
  clients.push(client)
  return client
}

function cutAllSockets(): void {
  for (const socket of sockets.splice(0)) socket.terminate()
}

const args = { project: "a" }
const key = QueryStore.makeKey("tasks:list", args)
const texts = (client: ZerobackClient) => (client.getQueryResult(key) as Task[] | undefined)?.map(({ text }) => text)

test("a change of one client reaches the other, with values that JSON lacks", async () => {
  const url = freshUrl()
  const [watcher, writer] = [connect(url), connect(url)]
  watcher.subscribe("tasks:list", args)
  await until(() => watcher.hasServerResult(key))
  const picture = Uint8Array.of(1, 2, 3).buffer
  const id = await writer.mutation("tasks:create", { ...args, text: "milk", weight: 5n, picture })
  await until(() => texts(watcher)?.length === 1)
  expect(watcher.getQueryResult(key)).toMatchObject([{ _id: id, text: "milk", weight: 5n, picture }])
})

test("functions are called by reference, which types their arguments and results", async () => {
  const list = { _name: "tasks:list" } as FunctionReference<"query", { project: string }, Task[]>
  const create = { _name: "tasks:create" } as FunctionReference<"mutation", { project: string; text: string }, string>
  const runs = { _name: "tasks:countListRuns" } as FunctionReference<"action", Record<string, never>, number>
  const client = connect(freshUrl())
  let texts: string[] = []
  client.subscribe(list, args, (tasks) => (texts = tasks.map(({ text }) => text)))
  const id: string = await client.mutation(create, { ...args, text: "milk" })
  await until(() => texts.length === 1)
  expect(texts).toEqual(["milk"])
  expect(id).toMatch(/^tasks:/)
  const count: number = await client.action(runs)
  expect(count).toBeGreaterThan(0)
})

/** Never called: what matters is that it does not compile. */
export function wrongCalls(client: ZerobackClient): void {
  const list = { _name: "tasks:list" } as FunctionReference<"query", { project: string }, Task[]>
  const create = { _name: "tasks:create" } as FunctionReference<"mutation", { project: string; text: string }, string>
  // @ts-expect-error the argument is a text
  client.subscribe(list, { project: 1 })
  // @ts-expect-error a query is no mutation
  void client.mutation(list, args)
  // @ts-expect-error the arguments are missing
  void client.mutation(create)
  // @ts-expect-error the mutation has no such argument
  void client.mutation(create, { ...args, text: "milk", other: 1 })
}

test("a mutation has its effects in the caller's queries when it resolves, and never flickers", async () => {
  const client = connect(freshUrl())
  client.subscribe("tasks:list", args)
  await until(() => client.hasServerResult(key))
  const seen: (string[] | undefined)[] = []
  client.watchQuery(key, () => seen.push(texts(client)))
  for (const text of ["one", "two"]) {
    await client.mutation(
      "tasks:create",
      { ...args, text },
      {
        optimisticUpdate: (store) => {
          const tasks = (store.getQuery("tasks:list", args) ?? []) as Task[]
          store.setQuery("tasks:list", args, [...tasks, { _id: "new", text }])
        },
      },
    )
    expect((client.getQueryResult(key) as Task[]).at(-1)?._id).toMatch(/^tasks:/)
  }
  // Each step once with the guess and once with the real document; the text list never shrinks or doubles.
  expect(seen).toEqual([["one"], ["one"], ["one", "two"], ["one", "two"]])
})

test("twenty mutations under cuts of the connection are applied exactly once, in order", async () => {
  const url = freshUrl()
  const client = connect(url)
  client.subscribe("tasks:list", args)
  const expected = Array.from({ length: 20 }, (_, i) => `task ${i}`)
  const outcomes = expected.map((text) => client.mutation("tasks:create", { ...args, text }))
  for (const [i, outcome] of outcomes.entries()) {
    if (i % 3 === 0) cutAllSockets()
    await outcome
  }
  await until(() => texts(client)?.length === 20)
  expect(texts(client)).toEqual(expected)
})

test("mutations made before the first connection of a kept client run on its next visit", async () => {
  const url = freshUrl()
  const persistence = new MemoryAdapter()
  const first = connect(url, { persistence })
  for (const text of ["one", "two"]) first.mutation("tasks:create", { ...args, text }).catch(() => undefined)
  await until(() => persistence.pending.length === 2)
  first.close()
  const second = connect(url, { persistence })
  second.subscribe("tasks:list", args)
  await second.init()
  await second.mutation("tasks:create", { ...args, text: "three" })
  expect(texts(second)).toEqual(["one", "two", "three"])
  await until(() => persistence.pending.length === 0)
})

test("what several earlier visits left in their sessions runs in the order of the visits", async () => {
  const url = freshUrl()
  const persistence = new MemoryAdapter()
  for (const text of ["one", "two"]) {
    const visit = connect(url, { persistence })
    visit.mutation("tasks:create", { ...args, text }).catch(() => undefined)
    await until(() => persistence.pending.length === (text === "one" ? 1 : 2))
    visit.close()
  }
  const last = connect(url, { persistence })
  last.subscribe("tasks:list", args)
  const own = last.mutation("tasks:create", { ...args, text: "three" })
  await last.init()
  await own
  expect(texts(last)).toEqual(["one", "two", "three"])
  await until(() => persistence.pending.length === 0)
})

test("an evicted object goes on serving its clients", async () => {
  const url = freshUrl()
  const client = connect(url)
  client.subscribe("tasks:list", args)
  await client.mutation("tasks:create", { ...args, text: "before" })
  await backend.evict("ZerobackDO", `client${objects}`)
  await client.mutation("tasks:create", { ...args, text: "after" })
  expect(texts(client)).toEqual(["before", "after"])
})

test("a mutation that finds the sign-in ended runs once the client has signed in again", async () => {
  const client = connect(freshUrl("authenticated"))
  const end = Date.now() + 1500
  const states: AuthState[] = []
  client.setAuth(
    ({ forceRefresh }) => `ann until ${forceRefresh ? Date.now() + 60_000 : end}`,
    (state) => states.push(state),
  )
  client.subscribe("tasks:list", args)
  await client.mutation("tasks:create", { ...args, text: "before" })
  await until(() => Date.now() > end)
  await Promise.all(["one", "two"].map((text) => client.mutation("tasks:create", { ...args, text })))
  expect(texts(client)).toEqual(["before", "one", "two"])
  expect(states).toEqual([{ isAuthenticated: true }, { isAuthenticated: true }])
})

test("a live query that finds the sign-in ended shows no error while the client signs in again", async () => {
  const url = freshUrl("authenticated")
  const [client, other] = [connect(url), connect(url)]
  const end = Date.now() + 1500
  client.setAuth(({ forceRefresh }) => `ann until ${forceRefresh ? Date.now() + 60_000 : end}`)
  const stats = QueryStore.makeKey("utils/stats:taskStats", args)
  const seen: unknown[] = []
  client.watchQuery(stats, () => {
    const { result, error } = client.getQueryState(stats)
    seen.push(error?.code ?? result)
  })
  client.subscribe("utils/stats:taskStats", args)
  await until(() => seen.length === 1)
  await until(() => Date.now() > end)
  await other.mutation("tasks:create", { ...args, text: "milk" })
  await until(() => seen.length === 2)
  expect(seen).toEqual([0, 1].map((count) => ({ asker: "ann", count })))
})

test("what was made during a refused deployment is applied by the next one", async () => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined)
  const deploy = async (number: number) => {
    await backend.fetch(`/deploy/${number}`)
    await backend.evict("EvolvingDO", `client${objects}`)
    cutAllSockets()
  }
  const persistence = new MemoryAdapter()
  const client = connect(freshUrl("evolving"), { persistence })
  await client.init()
  client.subscribe("tasks:list", args)
  await client.mutation("tasks:create", { ...args, text: "before" })
  await deploy(1)
  const during = client.mutation("tasks:create", { ...args, text: "during" })
  await until(() => logged.mock.calls.some(([message]) => String(message).includes("cannot serve")))
  expect(persistence.pending).toHaveLength(1)
  await deploy(0)
  await during
  expect(texts(client)).toEqual(["before", "during"])
  logged.mockRestore()
})

test("errors keep their code and their data", async () => {
  const client = connect(freshUrl())
  await expect(client.mutation("tasks:create", {})).rejects.toMatchObject({ code: "execution_error" })
  await expect(client.action("tasks:missing")).rejects.toThrow("Function not found")
  await expect(client.mutation("tasks:secret")).rejects.toMatchObject({ code: expect.any(String) as string })
  const id = (await client.mutation("tasks:create", { ...args, text: "x" })) as string
  await client.mutation("tasks:remove", { id })
  const toggled = client.mutation("tasks:toggle", { id })
  await expect(toggled).rejects.toMatchObject({ code: "app_error", data: { id }, message: "No such task" })

  client.subscribe("tasks:missing", {})
  const missing = QueryStore.makeKey("tasks:missing", {})
  await until(() => client.getQueryState(missing).error !== undefined)
})

test("a preloaded query holds what the client will see", async () => {
  const url = freshUrl()
  await connect(url).mutation("tasks:create", { ...args, text: "milk", weight: 5n })
  const list = { _name: "tasks:list" } as FunctionReference<"query", { project: string }, Task[]>
  expect(readPreloaded(await preloadQuery(url, list, args)).result).toMatchObject([{ text: "milk", weight: 5n }])
  const missing = { ...list, _name: "tasks:missing" }
  await expect(preloadQuery(url, missing, args)).rejects.toMatchObject({ code: "not_found" })
})
