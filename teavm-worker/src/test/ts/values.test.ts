import { jsonToValue, stringifyValue, valueToJson } from "@zeroback/values"
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest"
import { Backend } from "./harness/backend.js"
import type { Connection } from "./harness/connection.js"

let backend: Backend
let socket: Connection
let tenants = 0
let requests = 0

beforeAll(async () => {
  backend = await Backend.start("release")
})
afterAll(() => backend.stop())

beforeEach(async () => {
  socket = await backend.connect(`/values/t/values${++tenants}/ws`)
})

async function ask(type: "query" | "mutation", fn: string, args: object = {}): Promise<any> {
  const id = `r${++requests}`
  const answer = await socket.ask({ type, id, fn: `values:${fn}`, args: valueToJson(args) })
  if (type === "query") socket.send({ type: "unsubscribe", id })
  if (answer.type === "error") throw new Error(JSON.stringify(answer))
  return jsonToValue(answer.result)
}

test("what no document can hold is refused with its path, and nothing of it is stored", async () => {
  const refusals = await ask("mutation", "refusals")
  const path = (at: string) => expect.stringMatching(new RegExp(`^[a-z_]+: values\\.value${at}: `))
  expect(refusals).toEqual({
    cycle: path("(\\.self){63}"),
    date: path("\\.at"),
    map: path("\\[0\\]"),
    set: path("\\.a\\.b"),
    function: path("\\.run"),
    symbol: path("\\.mark"),
    instance: path("\\.point"),
    view: path("\\.bytes"),
    regex: path(""),
    promise: path(""),
    "bigint over 64 bits": path("\\.n"),
    "undefined element": path("\\[1\\]"),
    "half a pair": path("\\.text"),
    "reserved name": path("\\.\\$set"),
    "65 levels": expect.stringMatching(/64/),
    "over 1 MiB": expect.stringMatching(/^too_large: .*1 MiB/),
  })
  expect(await ask("query", "count")).toBe(0)
})

test("values up to the limits are stored", async () => {
  expect(await ask("mutation", "limits")).toEqual(["object", "string"])
})

test("every kind of value survives, is found by equality and has its place in the order", async () => {
  const inOrder: unknown[] = [
    null,
    -(2n ** 63n),
    2n ** 53n,
    2n ** 53n + 1n,
    2n ** 63n - 1n,
    -Infinity,
    -1.5,
    -0,
    2 ** 53,
    1e300,
    Infinity,
    NaN,
    false,
    true,
    "",
    "a\u0000b",
    "é",
    "\uE000",
    "😀",
    new ArrayBuffer(0),
    new Uint8Array([0, 255]).buffer,
    [],
    [1, [2n, { a: null }]],
    {},
    JSON.parse('{"__proto__": 1, "hasOwnProperty": 2}'),
    { a: { constructor: 1, toString: 2 } },
  ]
  const ids = new Map<unknown, string>()
  for (const value of [...inOrder].reverse()) ids.set(value, await ask("mutation", "put", { value }))
  expect(((await ask("query", "sorted")) as unknown[]).map((value) => stringifyValue(value))).toEqual(
    inOrder.map((value) => stringifyValue(value)),
  )
  for (const value of inOrder) {
    const text = stringifyValue(value)
    const stored = await ask("query", "get", { id: ids.get(value) })
    expect(stringifyValue(stored.value), text).toBe(text)
    const found = await ask("query", "equalTo", { value })
    expect(
      found.map(({ _id }: { _id: string }) => _id),
      text,
    ).toEqual([ids.get(value)])
  }
  expect((await ask("query", "equalTo", { value: 0 }))[0]._id, "-0 equals 0").toBe(ids.get(-0))
})

test("a frame with a malformed value is an error of its request that shows the value", async () => {
  const frame = { type: "mutation", id: "i", fn: "values:refusals", args: { x: { $x: 1 } } }
  const error = { type: "error", id: "i", code: "bad_request" }
  expect(await socket.ask(frame)).toEqual({ ...error, message: expect.stringContaining('{"$x":1}') })
  const { id: _, ...general } = error
  socket.send("{")
  expect(await socket.next()).toEqual({ ...general, message: expect.stringContaining("JSON") })
  expect(await ask("mutation", "refusals")).toBeDefined()
})
