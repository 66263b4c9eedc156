import { readFileSync } from "node:fs"
import { createZerobackDO } from "@zeroback/server/runtime"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { completeLimits } from "../../main/ts/host/limits.js"
import { schema } from "./app/schema.js"
import { Backend } from "./harness/backend.js"
import type { Connection } from "./harness/connection.js"

// The app under test: { sockets: 3, messagesPerSecond: 30, frameBytes: 3_000, argsBytes: 1_000, resultBytes: 2_000,
// documentsRead: 20, documentsWritten: 10, liveQueryBytes: 40_000, runMillis: 250 }.
let backend: Backend
let tenants = 0

beforeAll(async () => {
  backend = await Backend.start("strict", { ZEROBACK_ADMIN_KEY: "key" })
})
afterAll(() => backend.stop())

const fresh = () => `/limited/t/limited${++tenants}`
const connect = (base: string) => backend.connect(`${base}/ws`)
const run = (base: string, fn: string, args: object = {}) =>
  backend.post(`${base}/__admin/run`, { fn, args }, { Authorization: "Bearer key" })

let requests = 0
const ask = (socket: Connection, type: string, fn: string, args: object = {}) =>
  socket.ask({ type, id: `r${++requests}`, fn, args })

const refused = (limit: string, code = "too_large") => ({
  type: "error",
  id: `r${requests}`,
  code,
  message: expect.stringContaining(limit),
})
const refusedOverHttp = (limit: string, status = 413, code = "too_large") => ({
  status,
  body: { code, error: expect.stringContaining(limit) },
})

test("sockets: one more is refused, and has a place when another has closed", async () => {
  const base = fresh()
  const sockets = [await connect(base), await connect(base), await connect(base)]
  const answer = await backend.fetch(`${base}/ws`, { headers: { Upgrade: "websocket" } }).catch(() => undefined)
  if (answer) expect(answer.status).not.toBe(101)
  await expect(connect(base)).rejects.toThrow("429")
  await sockets[0]!.close()
  const next = await connect(base)
  expect(await ask(next, "query", "limits:echo", { text: "a" })).toMatchObject({ result: 1 })
})

test("messagesPerSecond: what is too much is refused by its id, and the next second is free", async () => {
  const socket = await connect(fresh())
  for (let i = 0; i < 100; i++) socket.send({ type: "query", id: `f${i}`, fn: "limits:echo", args: { text: "a" } })
  const answers = []
  for (let i = 0; i < 100; i++) answers.push(await socket.next())
  const limited = answers.filter(({ type }) => type === "error")
  // The frames may spread over two seconds.
  expect(limited.length).toBeGreaterThanOrEqual(40)
  const message = expect.stringContaining("limits.messagesPerSecond")
  for (const each of limited) expect(each).toMatchObject({ code: "rate_limited", message, id: expect.any(String) })
  expect(new Set(answers.map(({ id }) => id)).size).toBe(100)
  await new Promise((resolve) => setTimeout(resolve, 1_000))
  expect(await ask(socket, "query", "limits:echo", { text: "a" })).toMatchObject({ result: 1 })
})

test("frameBytes: a larger frame or body is refused, and nothing of it is done", async () => {
  const base = fresh()
  const socket = await connect(base)
  expect(await ask(socket, "query", "limits:echo", { text: "x".repeat(3_000) })).toEqual(refused("limits.frameBytes"))
  // 1,500 characters are 3,000 bytes.
  expect(await ask(socket, "query", "limits:echo", { text: "é".repeat(1_500) })).toEqual(refused("limits.frameBytes"))
  socket.send("x".repeat(4_000))
  expect(await socket.next()).toEqual({ ...refused("limits.frameBytes"), id: undefined })
  expect(await ask(socket, "query", "limits:echo", { text: "a" })).toMatchObject({ result: 1 })
  const call = { fn: "limits:echo", args: { text: "x".repeat(3_000) } }
  expect(await backend.post(`${base}/query`, call)).toMatchObject(refusedOverHttp("limits.frameBytes"))
})

describe("argsBytes: larger arguments are refused", () => {
  const text = "x".repeat(1_000)

  test("of queries, mutations and actions of a client", async () => {
    const socket = await connect(fresh())
    expect(await ask(socket, "query", "limits:echo", { text })).toEqual(refused("limits.argsBytes"))
    expect(await ask(socket, "mutation", "limits:schedule", { fn: text })).toEqual(refused("limits.argsBytes"))
    // 990 characters and {"text":""} are 1,001 bytes.
    expect(await ask(socket, "query", "limits:echo", { text: "x".repeat(990) })).toEqual(refused("limits.argsBytes"))
    expect(await ask(socket, "query", "limits:echo", { text: "x".repeat(989) })).toMatchObject({ result: 989 })
  })

  test("over HTTP, from an action and by the scheduler", async () => {
    const base = fresh()
    const call = { fn: "limits:echo", args: { text } }
    expect(await backend.post(`${base}/query`, call)).toMatchObject(refusedOverHttp("limits.argsBytes"))
    expect(await run(base, "limits:callWithLargeArgs", { bytes: 1_000 })).toMatchObject(
      refusedOverHttp("limits.argsBytes"),
    )
    expect(await run(base, "limits:schedule", { fn: "jobs:leave", text: "x" })).toMatchObject(
      refusedOverHttp("limits.argsBytes"),
    )
  })
})

test("resultBytes: a larger result is refused, and a mutation that returns one leaves nothing", async () => {
  const base = fresh()
  const socket = await connect(base)
  const repeat = (times: number, text = "x") => ({ text, times })
  expect(await ask(socket, "query", "limits:repeat", repeat(1_998))).toMatchObject({ result: "x".repeat(1_998) })
  expect(await ask(socket, "query", "limits:repeat", repeat(1_999))).toEqual(refused("limits.resultBytes"))
  expect(await ask(socket, "query", "limits:repeat", repeat(700, "€"))).toEqual(refused("limits.resultBytes"))
  expect(await ask(socket, "query", "limits:repeat", repeat(600, "€"))).toMatchObject({ result: "€".repeat(600) })
  expect(await backend.post(`${base}/query`, { fn: "limits:repeat", args: repeat(1_999) })).toMatchObject(
    refusedOverHttp("limits.resultBytes"),
  )
  expect(await ask(socket, "mutation", "limits:write", { count: 1, bytes: 2_000 })).toEqual(
    refused("limits.resultBytes"),
  )
  expect(await ask(socket, "query", "limits:countAll")).toMatchObject({ result: 0 })
})

test("documentsRead: one more in a transaction is refused, however they are read", async () => {
  const base = fresh()
  const socket = await connect(base)
  for (let i = 0; i < 2; i++) await ask(socket, "mutation", "limits:write", { count: 10 })
  for (const fn of ["limits:readAll", "limits:readByPages"]) {
    expect(await ask(socket, "query", fn), fn).toMatchObject({ result: 20 })
  }
  const { body } = await run(base, "tasks:create", { project: "p", text: "one more" })
  expect(body.result).toMatch(/^tasks:/)
  for (let i = 0; i < 2; i++)
    expect(await socket.next()).toMatchObject({ type: expect.stringMatching(/^update|error/) })
  for (const fn of ["limits:readAll", "limits:readByPages"]) {
    expect(await backend.post(`${base}/query`, { fn }), fn).toMatchObject(refusedOverHttp("limits.documentsRead"))
  }
  const ids = Array.from({ length: 21 }, (_, i) => `tasks:01ARZ${String(i).padStart(4, "0")}KTSV4RRFFQ69G5FAV`)
  expect(await run(base, "limits:readEach", { ids })).toMatchObject(refusedOverHttp("limits.documentsRead"))
  expect(await ask(socket, "query", "limits:countAll")).toMatchObject({ result: 21 })
})

test("liveQueryBytes: one more live query of a socket is refused, and has a place when another has ended", async () => {
  const socket = await connect(fresh())
  const watch = () => ask(socket, "query", "limits:echo", { text: "x".repeat(900) })
  // About 1,450 bytes each: 28 fit.
  for (let i = 0; i < 28; i++) expect(await watch()).toMatchObject({ result: 900 })
  await new Promise((resolve) => setTimeout(resolve, 1_000))
  expect(await watch()).toEqual(refused("limits.liveQueryBytes"))
  socket.send({ type: "unsubscribe", id: `r${requests - 1}` })
  expect(await watch()).toMatchObject({ result: 900 })
  expect(await watch()).toEqual(refused("limits.liveQueryBytes"))
})

test("documentsWritten: one more in a transaction, nested ones too, is refused and nothing is written", async () => {
  const socket = await connect(fresh())
  expect(await ask(socket, "mutation", "limits:write", { count: 11 })).toEqual(refused("limits.documentsWritten"))
  expect(await ask(socket, "mutation", "limits:writeNested", { each: 4 })).toEqual(refused("limits.documentsWritten"))
  expect(await ask(socket, "query", "limits:countAll")).toMatchObject({ result: 0 })
  await socket.ask({ type: "mutation", id: "one", fn: "limits:writeOneOften", args: {} })
  expect(await ask(await connect(`/limited/t/limited${tenants}`), "query", "limits:countAll")).toMatchObject({
    result: 1,
  })
})

describe("runMillis", () => {
  test("ends a handler that hangs, and what it wrote is dropped", async () => {
    const socket = await connect(fresh())
    expect(await ask(socket, "action", "limits:hang")).toEqual(refused("limits.runMillis", "execution_error"))
    expect(await ask(socket, "mutation", "limits:writeThenHang")).toEqual(
      refused("limits.runMillis", "execution_error"),
    )
    expect(await ask(socket, "query", "limits:countAll")).toMatchObject({ result: 0 })
  })

  test("frees the slots of jobs that hang: more than fit are all done with", async () => {
    const base = fresh()
    const at = Date.now() + 500
    const hanging = Array.from({ length: 11 }, () => run(base, "limits:scheduleHanging", { times: 10, at }))
    const scheduled = await Promise.all(hanging)
    const { body } = await run(base, "jobs:leaveLater", { text: "after the hanging ones", millis: 600 })
    await expect
      .poll(async () => (await run(base, "jobs:get", { id: body.result })).body.result.state, { timeout: 10_000 })
      .toBe("succeeded")
    for (const { body: answer } of scheduled) {
      const job = async () => (await run(base, "jobs:get", { id: answer.result })).body.result
      await expect.poll(job, { timeout: 10_000 }).toMatchObject({
        state: "failed",
        error: expect.stringContaining("limits.runMillis"),
      })
    }
  }, 20_000)
})

test("frameBytes: by default a frame of 1 MiB is read, and one of a byte more is not", async () => {
  const socket = await backend.connect(`/plain/t/frames/ws`)
  const frame = (bytes: number) => {
    const empty = { type: "query", id: "q", fn: "tasks:list", args: { project: "" } }
    return JSON.stringify({ ...empty, args: { project: "x".repeat(bytes - JSON.stringify(empty).length) } })
  }
  socket.send(frame(2 ** 20))
  expect(await socket.next()).toMatchObject({ type: "result", id: "q", result: [] })
  socket.send(frame(2 ** 20 + 1))
  expect(await socket.next()).toMatchObject({ type: "error", code: "too_large" })
})

describe("the option is checked where it stands", () => {
  const program = { functions: {}, schema }

  test.each([
    [{ socket: 1 }, 'there is no limit "socket". Limits: sockets, messagesPerSecond, frameBytes'],
    [{ sockets: -1 }, "limits.sockets is -1; give a whole number"],
    [{ runMillis: 1.5 }, "limits.runMillis is 1.5; give a whole number"],
    [{ argsBytes: "1" }, "limits.argsBytes is 1; give a whole number"],
    [{ resultBytes: NaN }, "limits.resultBytes is NaN; give a whole number"],
  ])("%j", (limits, message) => {
    expect(() => createZerobackDO(program, { limits: limits as object })).toThrow(message)
  })

  test("what is left out has the documented default, and 0 is no limit", () => {
    const defaults = {
      sockets: 1_000,
      messagesPerSecond: Infinity,
      frameBytes: 1_048_576,
      argsBytes: 1_048_576,
      resultBytes: 8_388_608,
      documentsRead: 200_000,
      documentsWritten: 16_000,
      liveQueryBytes: 8_388_608,
      runMillis: 30_000,
    }
    expect(completeLimits()).toEqual(defaults)
    expect(completeLimits({ sockets: 5, frameBytes: 0 })).toEqual({ ...defaults, sockets: 5, frameBytes: Infinity })
    const table = readFileSync(new URL("../../../../docs/limits.md", import.meta.url), "utf8")
    for (const [name, value] of Object.entries(defaults)) {
      const mebibytes = value / 1_048_576
      const shown =
        value === Infinity ? "0, off" : Number.isInteger(mebibytes) ? `${mebibytes} MiB` : value.toLocaleString("en")
      expect(table).toContain(`| \`${name}\` | ${shown} |`)
    }

    expect(() => createZerobackDO(program, { limits: { sockets: 5, runMillis: undefined as never } })).not.toThrow()
  })
})
