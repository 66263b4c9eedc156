import { expect, test, vi } from "vitest"
import { changePages, insertAtTop, PaginatedQuery, QueryStore } from "../src/index.js"
import { until, testEnvironment } from "./environment.js"
import type { Frame, Peer } from "./scripted-server.js"

const env = testEnvironment()

/** A list of numbers on the server, paged by "after this number" cursors as a real one is. */
class PagedList {
  items: number[] = []
  readonly queries = new Map<string, { cursor?: string; numItems: number }>()
  readonly peer: Peer

  constructor(peer: Peer) {
    this.peer = peer
  }

  /** Reads the client's next frame and answers a query. */
  async serve(): Promise<Frame> {
    const frame = await this.peer.next()
    if (frame.type === "query") this.answer(frame)
    if (frame.type === "unsubscribe") this.queries.delete(frame["id"] as string)
    return frame
  }

  /** Reads and answers all that the client sends from now on. */
  async serveAll(): Promise<never> {
    for (;;) await this.serve()
  }

  answer(frame: Frame): void {
    const id = frame["id"] as string
    this.queries.set(id, frame["args"] as { cursor?: string; numItems: number })
    this.peer.send({ type: "result", id, result: this.page(id) })
  }

  change(items: number[], ts?: number): void {
    this.items = items
    const updates = [...this.queries.keys()].map((id) => ({ id, result: this.page(id) }))
    this.peer.send({ type: "updates", items: updates, ...(ts === undefined ? {} : { ts }) })
  }

  page(id: string) {
    const { cursor, numItems } = this.queries.get(id) as { cursor?: string; numItems: number }
    const isPinned = cursor?.startsWith("[") ?? false
    const [start, end] = isPinned ? (JSON.parse(cursor ?? "") as [string | null, string]) : [cursor ?? null, null]
    const rest = this.items.filter((item) => start === null || item > Number(start))
    if (end !== null)
      return this.#result(
        rest.filter((item) => item <= Number(end)),
        end,
      )
    const page = rest.slice(0, numItems)
    return this.#result(page, rest.length <= numItems ? null : String(page.at(-1)))
  }

  #result(items: number[], continueCursor: string | null) {
    return { page: items.map((n) => ({ _id: `n${n}`, n })), isDone: continueCursor === null, continueCursor }
  }
}

async function listOf(items: number[], initialNumItems: number) {
  const { client, peer } = await env.connected()
  const list = new PagedList(peer)
  list.items = items
  const query = new PaginatedQuery(client, "n:list", { even: false }, initialNumItems)
  const seen: number[][] = []
  const numbers = () => query.state.results.map((item) => (item as { n: number }).n)
  const stop = query.watch(() => seen.push(numbers()))
  expect(query.state.status).toBe("LoadingFirstPage")
  expect(await list.serve()).toMatchObject({ args: { even: false, numItems: initialNumItems } })
  await until(() => query.state.status !== "LoadingFirstPage")
  return { client, list, query, seen, numbers, stop }
}

test("pages are loaded on request until the list is exhausted", async () => {
  const { list, query, numbers } = await listOf([1, 2, 3, 4, 5], 2)
  expect(numbers()).toEqual([1, 2])
  expect(query.state.status).toBe("CanLoadMore")
  query.loadMore(2)
  // A second request while one is on its way asks for nothing.
  query.loadMore(2)
  expect(await list.serve()).toMatchObject({ args: { cursor: "2", numItems: 2 } })
  await until(() => numbers().length === 4)
  expect(query.state.status).toBe("CanLoadMore")
  query.loadMore(10)
  expect(await list.serve()).toMatchObject({ args: { cursor: "4", numItems: 10 } })
  await until(() => query.state.status === "Exhausted")
  expect(numbers()).toEqual([1, 2, 3, 4, 5])
  query.loadMore(10)
  expect(query.state.status).toBe("Exhausted")
})

test("nothing is asked for when nobody watches any more", async () => {
  const { client, list, query, stop } = await listOf([1, 2, 3], 2)
  stop()
  expect(await list.serve()).toMatchObject({ type: "unsubscribe" })
  query.loadMore(2)
  const frame = list.peer.next()
  client.subscribe("n:other", {}, () => undefined)
  expect(await frame).toMatchObject({ type: "query", fn: "n:other" })
})

test("one that watches can stop another, which hears no more and asks for nothing", async () => {
  const { client, list, query, stop } = await listOf([1, 2, 3], 2)
  const second = vi.fn()
  const other = new PaginatedQuery(client, "n:list", { even: false }, 2)
  stop()
  expect(await list.serve()).toMatchObject({ type: "unsubscribe" })
  let stopOther: () => void = () => undefined
  const stopFirst = query.watch(() => stopOther())
  const stopSecond = other.watch(second)
  expect(await list.serve()).toMatchObject({ type: "query", fn: "n:list" })
  await until(() => query.state.results.length === 2 && other.state.results.length === 2)
  stopOther = stopSecond
  second.mockClear()
  list.change([0, 1, 2, 3])
  await until(() => (query.state.results[0] as { n: number }).n === 0)
  expect(second).not.toHaveBeenCalled()
  stopFirst()
  expect(await list.serve()).toMatchObject({ type: "unsubscribe" })
  const frame = list.peer.next()
  client.subscribe("n:other", {}, () => undefined)
  expect(await frame).toMatchObject({ type: "query", fn: "n:other" })
})

test("a page that moves is pinned where the next one begins, and the list stays free of gaps and doubles", async () => {
  const { list, query, seen, numbers } = await listOf([10, 20, 30, 40], 2)
  query.loadMore(2)
  await list.serve()
  await until(() => numbers().length === 4)
  seen.length = 0
  list.change([10, 15, 20, 30, 40])
  // By its size the first page would end after 15; until it has arrived as a pinned one nothing changes.
  expect(await list.serve()).toMatchObject({ type: "query", args: { cursor: '[null,"20"]', numItems: 2 } })
  await until(() => seen.length > 0)
  expect(seen).toEqual([[10, 15, 20, 30, 40]])
  expect(await list.serve()).toMatchObject({ type: "unsubscribe", id: "q1" })

  list.change([15, 30])
  await until(() => query.state.status === "Exhausted" && numbers().length === 2)
  expect(numbers()).toEqual([15, 30])
  list.change([15, 30, 40, 50])
  await until(() => query.state.status === "CanLoadMore")
  expect(numbers()).toEqual([15, 30, 40])
})

test("a pinned page that has grown to several times its size is split", async () => {
  const { list, query, seen, numbers } = await listOf([100, 200, 300], 2)
  query.loadMore(2)
  await list.serve()
  await until(() => numbers().length === 3)
  const many = [1, 2, 3, 4, 5, 6, 7, 100, 200, 300]
  list.change(many)
  expect(await list.serve()).toMatchObject({ args: { cursor: '[null,"200"]' } })
  seen.length = 0
  void list.serveAll()
  await until(() => seen.length > 0)
  // Nine documents in the first page make five pages of two.
  expect(seen).toEqual([[1, 2, 3, 4, 5, 6, 7, 100, 200, 300]])
  expect(query.state.status).toBe("Exhausted")
  const cursors = () => [...list.queries.values()].map(({ cursor }) => cursor)
  await until(() => cursors().length === 5)
  expect(cursors().sort()).toEqual(["100", "2", "4", "6", undefined])
})

test("a query with cursors of its own making stays free of gaps too", async () => {
  const { list, query, seen, numbers } = await listOf([10, 20, 30, 40], 2)
  query.loadMore(2)
  await list.serve()
  await until(() => numbers().length === 4)
  seen.length = 0
  list.change([10, 15, 20, 30, 40])
  const { id } = await list.peer.next()
  list.peer.send({ type: "error", id, code: "execution_error", message: "NaN" })
  void list.serveAll()
  await until(() => seen.length > 0)
  expect(seen).toEqual([[10, 15, 20, 30]])
  expect(query.state.error).toBeUndefined()
  list.change([5, 10, 15, 20, 30, 40])
  await until(() => numbers()[0] === 5)
  expect(numbers()).toEqual([5, 10, 15, 20])
})

test.each(["unavailable", "unauthenticated", "rate_limited"])("a pinned page stays pinned through %s", async (code) => {
  const { list, query, numbers } = await listOf([10, 20, 30, 40], 2)
  query.loadMore(2)
  await list.serve()
  await until(() => numbers().length === 4)
  list.change([10, 15, 20, 30, 40])
  const pinned = await list.serve()
  await until(() => numbers().length === 5)
  list.peer.send({ type: "updates", ts: 200, items: [{ id: pinned["id"], error: { code, message: "later" } }] })
  await until(() => query.state.error !== undefined)
  expect(await list.serve()).toMatchObject({ type: "unsubscribe", id: "q1" })
  list.change([10, 12, 15, 20, 30, 40])
  await until(() => numbers().length === 6)
  expect(numbers()).toEqual([10, 12, 15, 20, 30, 40])
  expect(query.state.error).toBeUndefined()
})

test("an equal answer keeps the list the same object, and a change keeps other documents", async () => {
  const { client, list, query } = await listOf([1, 2, 3], 3)
  const before = query.state
  list.change([1, 2, 3])
  const barrier = client.action("barrier:a")
  await list.serve()
  list.peer.send({ type: "actionResult", id: "a1" })
  await barrier
  expect(query.state).toBe(before)
  list.change([1, 3])
  await until(() => query.state !== before)
  expect(query.state.results[1]).toBe(before.results[2])
})

test("an error of a page is the list's error until the page is good again", async () => {
  const { list, query, numbers } = await listOf([1, 2], 5)
  list.peer.send({ type: "updates", ts: 101, items: [{ id: "q1", error: { code: "forbidden", message: "no" } }] })
  await until(() => query.state.error !== undefined)
  expect(query.state.error).toMatchObject({ code: "forbidden" })
  list.change([1, 2, 3])
  await until(() => query.state.error === undefined)
  expect(numbers()).toEqual([1, 2, 3])
})

test("a cursor that the server no longer accepts starts the list over", async () => {
  const { list, query, numbers } = await listOf([1, 2, 3], 2)
  query.loadMore(2)
  const frame = await list.peer.next()
  list.peer.send({ type: "error", id: frame["id"], code: "invalid_cursor", message: "The cursor is not this query's" })
  expect(await list.serve()).toMatchObject({ type: "unsubscribe", id: frame["id"] })
  await until(() => query.state.status === "CanLoadMore" && numbers().length === 2)
  expect(query.state.error).toBeUndefined()
})

test("without watchers all pages are released", async () => {
  const { list, query, stop, numbers } = await listOf([1, 2, 3], 2)
  query.loadMore(2)
  await list.serve()
  await until(() => numbers().length === 3)
  stop()
  expect((await list.serve()).type).toBe("unsubscribe")
  expect((await list.serve()).type).toBe("unsubscribe")
  query.watch(vi.fn())
  expect(await list.serve()).toMatchObject({ type: "query", args: { numItems: 2 } })
})

test("optimistic updates reach the pages of one list only", async () => {
  const { client, list, query, numbers } = await listOf([1, 2, 3], 2)
  query.loadMore(2)
  await list.serve()
  await until(() => numbers().length === 3)
  const key = QueryStore.makeKey("n:list", { even: true, numItems: 2 })
  client.subscribe("n:list", { even: true, numItems: 2 })
  await list.serve()
  await until(() => client.hasServerResult(key))
  const other = client.getQueryResult(key)

  void client
    .mutation(
      "n:change",
      {},
      {
        optimisticUpdate(store) {
          insertAtTop(store, "n:list", { even: false }, { _id: "new", n: 0 })
          changePages(store, { _name: "n:list" }, { even: false }, (item) => {
            const { n } = item as { n: number }
            return n === 2 ? undefined : { _id: `n${n}`, n: n * 10 }
          })
        },
      },
    )
    .catch(() => undefined)
  expect(numbers()).toEqual([0, 10, 30])
  expect(client.getQueryResult(key)).toBe(other)
})

test("what is inserted at the top stays in sight while the first page becomes a pinned one", async () => {
  const { client, list, query, seen, numbers } = await listOf([10, 20, 30], 2)
  query.loadMore(2)
  await list.serve()
  await until(() => numbers().length === 3)
  seen.length = 0
  const insert = (n: number) =>
    client.mutation(
      "n:insert",
      { n },
      { optimisticUpdate: (store) => insertAtTop(store, "n:list", { even: false }, { _id: `n${n}`, n }) },
    )
  for (const [i, n] of [5, 1].entries()) {
    const done = insert(n)
    const { id } = await list.serve()
    list.peer.send({ type: "mutationResult", id, ts: 101 + i })
    list.change([n, ...list.items], 101 + i)
    if (i === 0) expect(await list.serve()).toMatchObject({ args: { cursor: '[null,"20"]' } })
    await done
    if (i === 0) expect(await list.serve()).toMatchObject({ type: "unsubscribe" })
  }
  const shown = seen.map(String)
  expect([...new Set(shown)]).toEqual(["5,10,20,30", "1,5,10,20,30"])
})

test("signing out empties the list, and it loads its first page as nobody", async () => {
  const { client, list, query, numbers } = await listOf([1, 2, 3, 4], 2)
  query.loadMore(2)
  await list.serve()
  await until(() => numbers().length === 4)
  client.clearAuth()
  expect(query.state).toEqual(PaginatedQuery.LOADING)
  const peer = await env.server.accept()
  await peer.greet()
  const first = await peer.next()
  expect(first).toMatchObject({ type: "query", args: { numItems: 2 } })
  peer.send({ type: "result", id: first["id"], result: { page: [], isDone: true, continueCursor: null } })
  await until(() => query.state.status === "Exhausted")
})

test("a list that is watched again after a sign-out begins empty", async () => {
  const { client, query, numbers, stop } = await listOf([1, 2], 2)
  stop()
  expect(numbers()).toEqual([1, 2])
  client.clearAuth()
  query.watch(() => undefined)
  expect(query.state).toEqual(PaginatedQuery.LOADING)
})

test.each([0, -1, 1.5, NaN, {}])("loadMore(%s) is refused, and the list goes on", async (numItems) => {
  const { list, query, numbers } = await listOf([1, 2, 3], 2)
  expect(() => query.loadMore(numItems as number)).toThrow("is no positive integer")
  list.change([1, 3])
  await until(() => numbers().join() === "1,3")
})
