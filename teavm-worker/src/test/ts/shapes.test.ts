// What keeps V8 from discarding the code that it optimized for the engine: ADR 16. The effect is seen in a benchmark
// alone, but what causes it must not get lost.
import { afterAll, beforeAll, expect, test, vi } from "vitest"
import { Backend } from "./harness/backend.js"

const RUNS_OF_SHAPES = 1_000

let backend: Backend

beforeAll(async () => {
  vi.stubEnv("MINIFLARE_WORKERD_V8_FLAGS", "--expose-gc")
  backend = await Backend.start("counted")
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await backend.stop()
})

const collect = async () => (await (await backend.fetch("/collection/")).json()) as object

test("an object keeps the shapes of the engine's objects every thousand runs", { timeout: 30_000 }, async () => {
  const socket = await backend.connect("/plain/t/shapes/ws")
  const run = async (times: number) => {
    for (let i = 0; i < times; i++) {
      await socket.ask({ type: "query", id: `q${i}`, fn: "bursts:remember", args: {} })
      socket.send({ type: "unsubscribe", id: `q${i}` })
    }
  }
  await run(RUNS_OF_SHAPES - 1)
  expect(await collect()).toMatchObject({ shapesKept: 0 })
  await run(RUNS_OF_SHAPES + 1)
  expect(await collect()).toMatchObject({ shapesKept: 2 })
})

test("the newest ctx lives until the next run", async () => {
  const socket = await backend.connect("/plain/t/ctx/ws")
  await socket.ask({ type: "query", id: "q", fn: "bursts:remember", args: {} })
  expect(await collect()).toMatchObject({ ctxLives: true })
  await socket.ask({ type: "query", id: "r", fn: "tasks:date", args: {} })
  expect(await collect()).toMatchObject({ ctxLives: false })
})
