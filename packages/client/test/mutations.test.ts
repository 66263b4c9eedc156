import { afterEach, expect, test, vi } from "vitest"
import { QueryStore } from "../src/index.js"
import { until, testEnvironment } from "./environment.js"

const env = testEnvironment()
const list = QueryStore.makeKey("tasks:list", {})

afterEach(() => void vi.useRealTimers())

function outcomeOf(promise: Promise<unknown>) {
  const outcome: { state: "pending" | "resolved" | "rejected"; value?: unknown } = { state: "pending" }
  promise.then(
    (value) => Object.assign(outcome, { state: "resolved", value }),
    (value: unknown) => Object.assign(outcome, { state: "rejected", value }),
  )
  return outcome
}

test("mutations are sent without waiting for each other, numbered in order and acknowledged", async () => {
  const { client, peer } = await env.connected()
  const outcomes = [1, 2].map((n) => outcomeOf(client.mutation("tasks:create", { n })))
  expect(await peer.next()).toEqual({ type: "mutation", id: "m1", fn: "tasks:create", args: { n: 1 }, seq: 1, ack: 0 })
  expect(await peer.next()).toEqual({ type: "mutation", id: "m2", fn: "tasks:create", args: { n: 2 }, seq: 2, ack: 0 })
  peer.send({ type: "error", id: "m1", code: "app_error", message: "Out of stock", data: { left: 0 } })
  await until(() => outcomes[0]?.state === "rejected")
  const third = outcomeOf(client.mutation("tasks:create", { n: 3 }))
  expect(await peer.next()).toMatchObject({ id: "m3", seq: 3, ack: 1 })
  peer.send({ type: "mutationResult", id: "m2", result: "two", ts: 101 })
  peer.send({ type: "mutationResult", id: "m3", result: "three", ts: 102 })
  peer.send({ type: "updates", ts: 102, items: [] })
  await until(() => third.state === "resolved")
  expect(outcomes[0]?.value).toMatchObject({ code: "app_error", message: "Out of stock", data: { left: 0 } })
  expect(outcomes[1]?.value).toBe("two")
  expect(third.value).toBe("three")
})

test("sixteen mutations are in flight at most, and each answer lets the next one go", async () => {
  const { client, peer } = await env.connected()
  const outcomes = Array.from({ length: 18 }, (_, n) => client.mutation("tasks:create", { n }))
  for (let seq = 1; seq <= 16; seq++) expect(await peer.next()).toMatchObject({ seq, ack: 0 })
  const barrier = client.action("barrier:a")
  expect(await peer.next()).toMatchObject({ type: "action" })
  peer.send({ type: "actionResult", id: "a1" })
  await barrier
  for (let seq = 1; seq <= 18; seq++) {
    peer.send({ type: "mutationResult", id: `m${seq}`, ts: 100 })
    if (seq <= 2) expect(await peer.next()).toMatchObject({ seq: seq + 16, ack: seq })
  }
  await Promise.all(outcomes)
})

test("a mutation resolves with the transition that shows its effects", async () => {
  const { client, peer } = await env.connected()
  client.subscribe("tasks:list", {})
  await peer.next()
  peer.send({ type: "result", id: "q1", result: [] })
  const outcome = outcomeOf(client.mutation("tasks:create", {}))
  const next = client.mutation("tasks:create", {})
  await peer.next()
  peer.send({ type: "mutationResult", id: "m1", ts: 105 })
  // The next one does not wait for the effects of the first.
  expect(await peer.next()).toMatchObject({ id: "m2" })
  peer.send({ type: "updates", ts: 104, items: [{ id: "q1", result: ["other"] }] })
  await until(() => client.hasServerResult(list) && client.getQueryResult(list)?.toString() === "other")
  expect(outcome.state).toBe("pending")
  peer.send({ type: "updates", ts: 105, items: [{ id: "q1", result: ["other", "mine"] }] })
  await until(() => outcome.state === "resolved")
  expect(client.getQueryResult(list)).toEqual(["other", "mine"])
  peer.send({ type: "mutationResult", id: "m2", ts: 105 })
  await next
})

test("a message of several frames is one step: a result and its effects show at once", async () => {
  const { client, peer } = await env.connected()
  const seen: unknown[] = []
  client.subscribe("tasks:list", {}, (tasks) => seen.push(tasks))
  await peer.next()
  peer.send({ type: "result", id: "q1", result: [] })
  await until(() => seen.length === 1)
  const outcome = client.mutation(
    "tasks:create",
    {},
    { optimisticUpdate: (store) => store.setQuery("tasks:list", {}, ["?"]) },
  )
  await peer.next()
  peer.send([
    { type: "mutationResult", id: "m1", result: "one", ts: 105 },
    { type: "updates", ts: 105, items: [{ id: "q1", result: ["one"] }] },
  ])
  expect(await outcome).toBe("one")
  expect(seen).toEqual([[], ["?"], ["one"]])
})

test("what comes in one message after a frame that ends the connection is not heard", async () => {
  const client = env.connect()
  const seen: unknown[] = []
  client.subscribe("tasks:list", {}, (tasks) => seen.push(tasks))
  const refusing = await env.server.accept()
  await refusing.next()
  refusing.send([
    { type: "error", code: "unavailable", message: "the deployment is refused" },
    { type: "result", id: "q1", result: ["of the former connection"] },
  ])
  const serving = await env.server.accept()
  await serving.greet()
  await serving.next()
  serving.send({ type: "result", id: "q1", result: ["now"] })
  await until(() => seen.length > 0)
  expect(seen).toEqual([["now"]])
})

test("a mutation whose effects a restarted server counts as older is shown by the first answers", async () => {
  const { client, peer } = await env.connected()
  client.subscribe("tasks:list", {})
  await peer.next()
  peer.send({ type: "result", id: "q1", result: [], ts: 100, hash: "h1" })
  const outcome = client.mutation("tasks:create", {})
  await peer.next()
  peer.send({ type: "mutationResult", id: "m1", result: "applied", ts: 105 })
  // A later answer shows that the result has arrived.
  peer.send({ type: "updates", ts: 104, items: [{ id: "q1", result: ["other"], hash: "h2" }] })
  await until(() => client.getQueryResult(list)?.toString() === "other")
  peer.drop()
  const again = await env.server.accept()
  await again.greet({ known: true, applied: 1, ts: 90 })
  expect(await again.next()).toMatchObject({ type: "query", id: "q1" })
  again.send({ type: "result", id: "q1", result: ["other", "mine"], ts: 90, hash: "h3" })
  expect(await outcome).toBe("applied")
})

test("the arguments are those of the call, whatever happens to the object later", async () => {
  const client = env.connect()
  const args = { list: [1] }
  const outcome = client.mutation("a:a", args)
  args.list.push(2)
  const peer = await env.server.accept()
  await peer.greet()
  expect(await peer.next()).toMatchObject({ args: { list: [1] } })
  peer.send({ type: "mutationResult", id: "m1" })
  await outcome
})

test("a mutation whose answer was lost is sent again under its number, and its stored result counts", async () => {
  const { client, peer } = await env.connected()
  const outcomes = [1, 2, 3].map((n) => client.mutation("tasks:create", { n }))
  const sent = [await peer.next(), await peer.next(), await peer.next()]
  peer.send({ type: "mutationResult", id: "m1", result: "arrived", ts: 100 })
  await outcomes[0]
  peer.drop()
  const again = await env.server.accept()
  const hello = await again.greet({ known: true, applied: 2, ts: 120 })
  expect(hello).toMatchObject({ session: expect.stringMatching(/^[0-9a-f]{32}$/) as string })
  for (const frame of sent.slice(1)) expect(await again.next()).toEqual({ ...frame, ack: 1 })
  again.send({ type: "mutationResult", id: "m2", result: "stored", ts: 110 })
  again.send({ type: "mutationResult", id: "m3", result: "run", ts: 110 })
  expect(await Promise.all(outcomes)).toEqual(["arrived", "stored", "run"])
})

test("what was sent in a session is sent again when nothing was ever applied in it", async () => {
  const { client, peer } = await env.connected()
  const outcome = client.mutation("tasks:create", { n: 1 })
  const sent = await peer.next()
  peer.drop()
  const again = await env.server.accept()
  await again.greet({ known: false, applied: 0 })
  expect(await again.next()).toEqual(sent)
  again.send({ type: "mutationResult", id: "m1", result: "done", ts: 100 })
  expect(await outcome).toBe("done")
})

test("a session that the server has lost rejects what was sent and goes on with what was not", async () => {
  const { client, peer } = await env.connected()
  const first = client.mutation("tasks:create", { n: 1 })
  await peer.next()
  peer.send({ type: "mutationResult", id: "m1", ts: 100 })
  await first
  const lost = client.mutation("tasks:create", { n: 2 })
  const rejected = expect(lost).rejects.toMatchObject({ code: "session_expired", data: { mayHaveBeenApplied: true } })
  await peer.next()
  peer.drop()
  await until(() => client.connectionState !== "connected")
  const fresh = client.mutation("tasks:create", { n: 3 })
  const again = await env.server.accept()
  await again.greet({ known: false, applied: 0 })
  await rejected
  expect(await again.next()).toMatchObject({ id: "m3", seq: 3, ack: 2 })
  again.send({ type: "mutationResult", id: "m3", ts: 100 })
  await fresh
})

test("another session assigned by the server counts from its own number", async () => {
  const client = env.connect()
  const outcome = client.mutation("tasks:create", {})
  const peer = await env.server.accept()
  await peer.greet({ session: "f".repeat(32), known: true, applied: 7 })
  expect(await peer.next()).toMatchObject({ seq: 8, ack: 7 })
  peer.send({ type: "mutationResult", id: "m1", ts: 100 })
  await outcome
  peer.drop()
  expect(await (await env.server.accept()).greet()).toMatchObject({ session: "f".repeat(32) })
})

test("a server of the base protocol gets plain frames, and one that was lost is not sent again", async () => {
  const client = env.connect()
  client.subscribe("tasks:list", {})
  const first = client.mutation("tasks:create", { n: 1 })
  const lost = client.mutation("tasks:create", { n: 2 })
  const waiting = client.mutation("tasks:create", { n: 3 })
  const peer = await env.server.accept()
  await peer.refuseHello()
  expect(await peer.next()).toMatchObject({ type: "query" })
  expect(await peer.next()).toEqual({ type: "mutation", id: "m1", fn: "tasks:create", args: { n: 1 } })
  peer.send({ type: "update", id: "q1", result: ["one"] })
  peer.send({ type: "mutationResult", id: "m1", result: 1 })
  expect(await first).toBe(1)
  expect(client.getQueryResult(list)).toEqual(["one"])
  expect(await peer.next()).toMatchObject({ id: "m2" })
  peer.drop()
  await expect(lost).rejects.toMatchObject({ code: "unavailable", data: { mayHaveBeenApplied: true } })
  const again = await env.server.accept()
  await again.refuseHello()
  expect(await again.next()).toMatchObject({ type: "query" })
  expect(await again.next()).toMatchObject({ id: "m3" })
  again.send({ type: "mutationResult", id: "m3" })
  await waiting
})

test("effects that the connection lost show with the answers of the next one", async () => {
  const { client, peer } = await env.connected()
  client.subscribe("tasks:list", {})
  await peer.next()
  peer.send({ type: "result", id: "q1", result: ["a"], ts: 100, hash: "h1" })
  await until(() => client.hasServerResult(list))
  const outcome = outcomeOf(
    client.mutation("tasks:create", {}, { optimisticUpdate: (store) => store.setQuery("tasks:list", {}, ["a", "b?"]) }),
  )
  await peer.next()
  peer.send({ type: "mutationResult", id: "m1", ts: 101 })
  peer.drop()
  const again = await env.server.accept()
  await again.greet({ known: true, applied: 1, ts: 101 })
  expect(await again.next()).toMatchObject({ type: "query", hash: "h1" })
  const connected = new Promise((resolve) => void setTimeout(resolve, 20))
  await connected
  expect(outcome.state).toBe("pending")
  expect(client.getQueryResult(list)).toEqual(["a", "b?"])
  again.send({ type: "result", id: "q1", result: ["a", "b"], ts: 101, hash: "h2" })
  await until(() => outcome.state === "resolved")
  expect(client.getQueryResult(list)).toEqual(["a", "b"])
})

test("a conflict is tried again under the same number, five times", async () => {
  const { client, peer } = await env.connected()
  const outcome = outcomeOf(client.mutation("tasks:create", {}))
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] })
  for (let run = 0; run <= 5; run++) {
    expect(await peer.next()).toMatchObject({ id: "m1", seq: 1 })
    peer.send({ type: "error", id: "m1", code: "conflict", message: "Try again" })
    if (run < 5) {
      await until(() => vi.getTimerCount() === 3)
      vi.advanceTimersByTime(1000)
    }
  }
  await until(() => outcome.state === "rejected")
  expect(outcome.value).toMatchObject({ code: "conflict" })
})

test("what was sent behind a mutation in conflict goes again with it, in order", async () => {
  const { client, peer } = await env.connected()
  const outcomes = [1, 2, 3].map((n) => client.mutation("tasks:create", { n }))
  const sent = [await peer.next(), await peer.next(), await peer.next()]
  const refuse = (id: unknown) => peer.send({ type: "error", id, code: "conflict", message: "Try again" })
  // One more is on its way before the client knows; a server refuses it too.
  const later = client.mutation("tasks:create", { n: 4 })
  for (const { id } of sent) refuse(id)
  sent.push(await peer.next())
  refuse("m4")
  for (const frame of sent) expect(await peer.next()).toEqual(frame)
  for (const id of ["m1", "m2", "m3", "m4"]) peer.send({ type: "mutationResult", id, result: id, ts: 100 })
  expect(await Promise.all([...outcomes, later])).toEqual(["m1", "m2", "m3", "m4"])
})

test("nothing goes again before all that were sent behind a conflict are answered", async () => {
  const { client, peer } = await env.connected()
  const outcomes = [1, 2].map((n) => client.mutation("tasks:create", { n }))
  const [first] = [await peer.next(), await peer.next()]
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] })
  peer.send({ type: "error", id: "m1", code: "conflict", message: "Try again" })
  const barrier = client.action("barrier:a")
  expect(await peer.next()).toMatchObject({ type: "action" })
  peer.send({ type: "actionResult", id: "a1" })
  await barrier
  vi.advanceTimersByTime(1000)
  peer.send({ type: "error", id: "m2", code: "app_error", message: "no" })
  await expect(outcomes[1]).rejects.toMatchObject({ code: "app_error" })
  vi.advanceTimersByTime(1000)
  expect(await peer.next()).toEqual(first)
  peer.send({ type: "mutationResult", id: "m1", ts: 100 })
  await outcomes[0]
})

test("the time of a request runs from its sending; one that timed out is never sent later", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] })
  const client = env.connect({ requestTimeoutMs: 1000, heartbeatIntervalMs: 60_000 })
  const unsent = outcomeOf(client.mutation("a:unsent"))
  const action = outcomeOf(client.action("a:action"))
  const peer = await env.server.accept()
  const hello = await peer.next()
  expect(await peer.next()).toMatchObject({ type: "action" })
  vi.advanceTimersByTime(999)
  const late = outcomeOf(client.mutation("a:late"))
  expect(unsent.state).toBe("pending")
  vi.advanceTimersByTime(1)
  await until(() => unsent.state === "rejected" && action.state === "rejected")
  expect(unsent.value).toMatchObject({
    code: "timeout",
    message: "a:unsent timed out: no connection within 1000 ms. It was not sent and has not been applied.",
    data: { mayHaveBeenApplied: false },
  })
  expect(action.value).toMatchObject({ code: "timeout", data: { mayHaveBeenApplied: true } })

  peer.send({ ...hello, known: false, applied: 0, ts: 100 })
  expect(await peer.next()).toMatchObject({ fn: "a:late", seq: 1 })
  vi.advanceTimersByTime(999)
  await Promise.resolve()
  expect(late.state).toBe("pending")
  vi.advanceTimersByTime(1)
  await until(() => late.state === "rejected")
  expect(late.value).toMatchObject({ code: "timeout", data: { mayHaveBeenApplied: true } })

  peer.drop()
  await until(() => client.connectionState === "disconnected")
  vi.advanceTimersByTime(1)
  const again = await env.server.accept()
  await again.greet()
  const after = client.mutation("a:after")
  expect(await again.next()).toMatchObject({ fn: "a:after", seq: 2 })
  again.send({ type: "mutationResult", id: "m3", ts: 100 })
  await after
})

test("an action that found no connection in time is never sent", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] })
  const { client, peer } = await env.connected({ requestTimeoutMs: 1000, backoff: { baseMs: 5000 } })
  await until(() => client.connectionState === "connected")
  peer.drop()
  await until(() => client.connectionState === "disconnected")
  const late = client.action("a:late")
  vi.advanceTimersByTime(1000)
  await expect(late).rejects.toMatchObject({ code: "timeout", data: { mayHaveBeenApplied: false } })
  vi.advanceTimersByTime(5000)
  const again = await env.server.accept()
  await again.greet()
  void client.action("a:next").catch(() => undefined)
  expect(await again.next()).toMatchObject({ fn: "a:next" })
})

test("a mutation that was applied resolves in time even if its effects never show", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] })
  const { client, peer } = await env.connected({ requestTimeoutMs: 1000, heartbeatIntervalMs: 60_000 })
  const outcomes = [outcomeOf(client.mutation("a:a"))]
  await peer.next()
  vi.advanceTimersByTime(1)
  outcomes.push(outcomeOf(client.mutation("a:b")))
  peer.send({ type: "mutationResult", id: "m1", result: 1, ts: 105 })
  expect(await peer.next()).toMatchObject({ id: "m2" })
  peer.send({ type: "mutationResult", id: "m2", result: 2, ts: 106 })
  peer.send({ type: "updates", ts: 104, items: [] })
  const barrier = client.action("barrier:a")
  await peer.next()
  peer.send({ type: "actionResult", id: "a1" })
  await barrier
  expect(outcomes[0]?.state).toBe("pending")
  vi.advanceTimersByTime(999)
  await until(() => outcomes[0]?.state === "resolved")
  expect(outcomes[1]?.state).toBe("pending")
  client.close()
  await until(() => outcomes[1]?.state === "resolved")
  expect(outcomes.map(({ value }) => value)).toEqual([1, 2])
})

test("an action that was sent is rejected when the connection is lost; one that was not is sent", async () => {
  const client = env.connect()
  const action = client.action("mail:send", { to: "a" })
  const peer = await env.server.accept()
  await peer.greet()
  expect(await peer.next()).toEqual({ type: "action", id: "a1", fn: "mail:send", args: { to: "a" } })
  peer.drop()
  await expect(action).rejects.toMatchObject({ code: "unavailable", data: { mayHaveBeenApplied: true } })
  const waiting = client.action("mail:send", { to: "b" })
  const again = await env.server.accept()
  await again.greet()
  expect(await again.next()).toMatchObject({ args: { to: "b" } })
  again.send({ type: "actionResult", id: "a2", result: 1n.toString() })
  expect(await waiting).toBe("1")
})
