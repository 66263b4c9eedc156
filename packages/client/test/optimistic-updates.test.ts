import { expect, test, vi } from "vitest"
import { QueryStore, type LocalStore } from "../src/index.js"
import { until, testEnvironment } from "./environment.js"

const env = testEnvironment()
const list = QueryStore.makeKey("tasks:list", {})
const append = (text: string) => (store: LocalStore) => {
  const current = (store.getQuery({ _name: "tasks:list" }, {}) ?? []) as string[]
  store.setQuery("tasks:list", {}, [...current, text])
}

/** A client that shows `["a"]`, and every state of the list that a listener sees from then on. */
async function withList() {
  const { client, peer } = await env.connected()
  client.subscribe("tasks:list", {})
  await peer.next()
  peer.send({ type: "result", id: "q1", result: ["a"], ts: 100, hash: "h1" })
  await until(() => client.hasServerResult(list))
  const seen: unknown[] = []
  client.watchQuery(list, () => seen.push(client.getQueryResult(list)))
  return { client, peer, seen }
}

test("an update shows at once and goes in the step that shows the effects: no flicker", async () => {
  const { client, peer, seen } = await withList()
  const outcome = client.mutation("tasks:create", {}, { optimisticUpdate: append("b") })
  expect(seen).toEqual([["a", "b"]])
  await peer.next()
  peer.send({ type: "mutationResult", id: "m1", ts: 102 })
  peer.send({ type: "updates", ts: 101, items: [{ id: "q1", result: ["x", "a"], hash: "h2" }] })
  peer.send({ type: "updates", ts: 102, items: [{ id: "q1", result: ["x", "a", "b"], hash: "h3" }] })
  await outcome
  // The last transition changes nothing that is seen: the server's data takes the place of the guess.
  expect(seen).toEqual([
    ["a", "b"],
    ["x", "a", "b"],
  ])
})

test("updates stack, and each goes with its own mutation", async () => {
  const { client, peer, seen } = await withList()
  const outcomes = [
    client.mutation("tasks:create", {}, { optimisticUpdate: append("b") }),
    client.mutation("tasks:create", {}, { optimisticUpdate: append("c") }),
  ]
  expect(client.getQueryResult(list)).toEqual(["a", "b", "c"])
  await peer.next()
  peer.send({ type: "mutationResult", id: "m1", ts: 101 })
  peer.send({ type: "updates", ts: 101, items: [{ id: "q1", result: ["a", "B"], hash: "h2" }] })
  await outcomes[0]
  expect(client.getQueryResult(list)).toEqual(["a", "B", "c"])
  await peer.next()
  peer.send({ type: "mutationResult", id: "m2", ts: 102 })
  peer.send({ type: "updates", ts: 102, items: [{ id: "q1", result: ["a", "B", "C"], hash: "h3" }] })
  await outcomes[1]
  expect(seen).toEqual([
    ["a", "b"],
    ["a", "b", "c"],
    ["a", "B", "c"],
    ["a", "B", "C"],
  ])
})

test("a mutation that fails takes its update back", async () => {
  const { client, peer, seen } = await withList()
  const outcome = client.mutation("tasks:create", {}, { optimisticUpdate: append("b") })
  await peer.next()
  peer.send({ type: "error", id: "m1", code: "app_error", message: "no" })
  await expect(outcome).rejects.toThrow("no")
  expect(seen).toEqual([["a", "b"], ["a"]])
})

test("an update does not run again for those after it, only for a new state of the server", async () => {
  const { client, peer } = await withList()
  const update = vi.fn(append("b"))
  for (let i = 0; i < 100; i++) client.mutation("tasks:create", {}, { optimisticUpdate: update }).catch(() => undefined)
  expect(update).toHaveBeenCalledTimes(100)
  peer.send({ type: "updates", ts: 101, items: [{ id: "q1", result: ["A"], hash: "h2" }] })
  await until(() => (client.getQueryResult(list) as string[])[0] === "A")
  expect(update).toHaveBeenCalledTimes(200)
  expect(client.getQueryResult(list)).toHaveLength(101)
})

test("an update that throws at once rejects its mutation, which is not sent", async () => {
  const { client, peer, seen } = await withList()
  const outcome = client.mutation(
    "tasks:create",
    {},
    {
      optimisticUpdate: (store) => {
        append("b")(store)
        throw new Error("mine")
      },
    },
  )
  await expect(outcome).rejects.toThrow("mine")
  expect(seen).toEqual([])
  void client.action("barrier:a").catch(() => undefined)
  expect(await peer.next()).toMatchObject({ type: "action" })
})

test("an update that throws on a later state is left out of that one, and said so", async () => {
  const { client, peer } = await withList()
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined)
  void client
    .mutation(
      "tasks:create",
      {},
      {
        optimisticUpdate: (store) => {
          const current = store.getQuery("tasks:list", {}) as string[]
          if (current.length > 1) throw new Error("too long")
          store.setQuery("tasks:list", {}, [...current, "b"])
        },
      },
    )
    .catch(() => undefined)
  await peer.next()
  peer.send({ type: "updates", ts: 101, items: [{ id: "q1", result: ["x", "y"], hash: "h2" }] })
  await until(() => (client.getQueryResult(list) as string[])[0] === "x")
  expect(client.getQueryResult(list)).toEqual(["x", "y"])
  expect(logged).toHaveBeenCalledOnce()
  logged.mockRestore()
})

test("an update may set a query that nobody has asked for", async () => {
  const { client, peer } = await withList()
  const key = QueryStore.makeKey("tasks:count", {})
  const outcome = client.mutation(
    "tasks:create",
    {},
    {
      optimisticUpdate: (store) => store.setQuery("tasks:count", {}, 2),
    },
  )
  expect(client.getQueryResult(key)).toBe(2)
  expect(client.hasServerResult(key)).toBe(false)
  await peer.next()
  peer.send({ type: "mutationResult", id: "m1", ts: 100 })
  await outcome
  expect(client.getQueryResult(key)).toBeUndefined()
})

test("a store that is kept and used later refuses", async () => {
  const { client } = await withList()
  let kept: LocalStore | undefined
  void client.mutation("a:a", {}, { optimisticUpdate: (store) => void (kept = store) }).catch(() => undefined)
  expect(() => kept?.setQuery("tasks:list", {}, [])).toThrow("An optimistic update must be synchronous")
})
