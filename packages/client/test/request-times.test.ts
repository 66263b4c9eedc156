import { afterEach, expect, test, vi } from "vitest"
import { until, testEnvironment } from "./environment.js"
import { signIn, tokenOf } from "./sign-in.js"

const env = testEnvironment()

afterEach(() => void vi.useRealTimers())

const fakeTimers = () => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] })

test("a mutation whose connection is lost and does not come back is given up in time", async () => {
  const { client, peer } = await env.connected({ requestTimeoutMs: 1000, backoff: { baseMs: 60_000 } })
  fakeTimers()
  const outcome = client.mutation("a:a")
  await peer.next()
  peer.drop()
  await until(() => client.connectionState === "disconnected")
  vi.advanceTimersByTime(1000)
  await expect(outcome).rejects.toMatchObject({ code: "timeout", data: { mayHaveBeenApplied: true } })
})

test("a mutation that waits for a sign-in that does not come is given up in time", async () => {
  const client = env.connect({ requestTimeoutMs: 1000, heartbeatIntervalMs: 60_000 })
  client.setAuth(({ forceRefresh }) => (forceRefresh ? new Promise(() => undefined) : tokenOf("ada")))
  const peer = await env.server.accept()
  await signIn(peer)
  fakeTimers()
  const outcome = client.mutation("a:a")
  await peer.next()
  peer.send({ type: "error", id: "m1", code: "unauthenticated", message: "The sign-in has ended" })
  const told = client.action("a:barrier")
  await peer.next()
  peer.send({ type: "actionResult", id: "a1" })
  await told
  vi.advanceTimersByTime(1000)
  await expect(outcome).rejects.toMatchObject({ code: "timeout" })
})

test("an answer that comes after its mutation was given up is not heard", async () => {
  const { client, peer } = await env.connected({ requestTimeoutMs: 1000, heartbeatIntervalMs: 60_000 })
  fakeTimers()
  const outcome = client.mutation("a:a")
  await peer.next()
  vi.advanceTimersByTime(1000)
  await expect(outcome).rejects.toMatchObject({ code: "timeout" })
  peer.send({ type: "mutationResult", id: "m1", ts: 101 })
  const next = client.action("a:next")
  expect(await peer.next()).toMatchObject({ type: "action" })
  peer.send({ type: "actionResult", id: "a1", result: "on the same connection" })
  expect(await next).toBe("on the same connection")
})
