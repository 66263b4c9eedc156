import { deepStrictEqual } from "node:assert"
import { runInNewContext } from "node:vm"
import { describe, expect, test } from "vitest"
import { jsonToValue, parseValue, stringifyValue, valueToJson, ZerobackError } from "../src/index.js"
import { randomValue, seeded } from "./random-values.js"

const bytes = (...values: number[]) => Uint8Array.from(values).buffer

describe("the tags of the wire protocol", () => {
  const pairs: [unknown, string][] = [
    [1n, '{"$int64":"1"}'],
    [-(2n ** 63n), '{"$int64":"-9223372036854775808"}'],
    [2n ** 63n - 1n, '{"$int64":"9223372036854775807"}'],
    [bytes(), '{"$bytes":""}'],
    [bytes(0, 255, 16), '{"$bytes":"AP8Q"}'],
    [bytes(1), '{"$bytes":"AQ=="}'],
    [NaN, '{"$float64":"NaN"}'],
    [Infinity, '{"$float64":"Infinity"}'],
    [-Infinity, '{"$float64":"-Infinity"}'],
    [-0, '{"$float64":"-0"}'],
    [{ a: [1n, "x"], b: null }, '{"a":[{"$int64":"1"},"x"],"b":null}'],
    ["$5.00", '"$5.00"'],
    [["$int64", "1"], '["$int64","1"]'],
  ]
  test.each(pairs)("%o is %s", (value, json) => {
    expect(stringifyValue(value)).toBe(json)
    expect(parseValue(json)).toStrictEqual(value)
    expect(valueToJson(value)).toStrictEqual(JSON.parse(json))
    expect(jsonToValue(JSON.parse(json))).toStrictEqual(value)
  })

  test("a large buffer survives", () => {
    const large = Uint8Array.from({ length: 1_000_000 }, (_, i) => i).buffer
    expect(parseValue(stringifyValue(large))).toStrictEqual(large)
  })
})

describe("reading", () => {
  test.each([
    ["", "no JSON"],
    ["{", "no JSON"],
    ['{"$int64":1}', "a number as payload"],
    ['{"$int64":"9223372036854775808"}', "too large"],
    ['{"$int64":"01"}', "a leading zero"],
    ['{"$int64":"-0"}', "negative zero"],
    ['{"$int64":"1","a":1}', "a second member"],
    ['{"$bytes":"A"}', "a cut-off base64"],
    ['{"$bytes":"A=AA"}', "padding inside"],
    ['{"$bytes":"A A="}', "a space"],
    ['{"$float64":"1"}', "a number that JSON has"],
    ['{"$date":"x"}', "an unknown tag"],
    ['{"\\u0024int64":1}', "an escaped unknown tag"],
    [`${'{"a":'.repeat(100_000)}{"$int64":"1"}${"}".repeat(100_000)}`, "a hostile depth"],
  ])("refuses $1", (json) => {
    expect(() => parseValue(json)).toThrow(SyntaxError)
  })

  test("sees through an escaped tag", () => {
    expect(parseValue('{"\\u0024int64":"7"}')).toBe(7n)
  })

  test("keeps __proto__ an own member, beside tags too", () => {
    const value = parseValue('{"__proto__":{"polluted":{"$int64":"1"}}}') as object
    expect(Object.getOwnPropertyDescriptor(value, "__proto__")?.value).toStrictEqual({ polluted: 1n })
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
  })
})

describe("writing", () => {
  test("drops undefined members", () => {
    expect(stringifyValue({ a: undefined, b: 1 })).toBe('{"b":1}')
    expect(stringifyValue({ a: undefined, b: 1n })).toBe('{"b":{"$int64":"1"}}')
  })

  test("takes own enumerable members only", () => {
    const value = Object.defineProperty({ a: 1n }, "hidden", { value: 1, enumerable: false })
    expect(stringifyValue(value)).toBe('{"a":{"$int64":"1"}}')
  })

  test("takes objects of another realm and without a prototype", () => {
    expect(stringifyValue(runInNewContext("({ a: [1], b: new ArrayBuffer(1) })"))).toBe(
      '{"a":[1],"b":{"$bytes":"AA=="}}',
    )
    expect(stringifyValue(Object.assign(Object.create(null), { a: 1 }))).toBe('{"a":1}')
  })

  test("keeps __proto__ an own member beside tags", () => {
    const value: unknown = JSON.parse('{"__proto__":1}')
    expect(stringifyValue([value, 1n])).toBe('[{"__proto__":1},{"$int64":"1"}]')
  })

  test("takes the same object twice", () => {
    const shared = { n: 1n }
    expect(stringifyValue([shared, shared])).toBe('[{"n":{"$int64":"1"}},{"n":{"$int64":"1"}}]')
  })

  const cyclic: Record<string, unknown> = {}
  cyclic["self"] = [cyclic]
  let deep: unknown = []
  for (let i = 0; i < 2000; i++) deep = [deep]

  class Money {
    amount = 1
  }

  test.each([
    [{ list: [1, { when: new Date(0) }] }, "args.list[1].when: a Date is not a value"],
    [new Map(), "args: a Map is not a value"],
    [new Set(), "args: a Set is not a value"],
    [{ f: () => 1 }, "args.f: a function is not a value"],
    [{ s: Symbol("s") }, "args.s: a symbol is not a value"],
    [{ m: new Money() }, "args.m: an instance of Money is not a value"],
    [{ e: new Error("x") }, "args.e: an instance of Error is not a value"],
    [{ b: new Uint8Array(1) }, "args.b: a view of bytes is not a value"],
    [{ p: Promise.resolve(1) }, "args.p: a Promise is not a value; await it"],
    [undefined, "args: undefined is not a value"],
    [[undefined], "args[0]: undefined is not a value"],
    // eslint-disable-next-line no-sparse-arrays
    [[1, , 2], "args[1]: undefined is not a value"],
    [{ "a b": { $x: 1 } }, 'args["a b"].$x: names that start with "$" are reserved'],
    [{ n: 2n ** 63n }, "args.n: 9223372036854775808 does not fit into 64 bits"],
    [cyclic, "the value contains itself"],
    [deep, "nested more than 1000 levels deep"],
  ] as [unknown, string][])("refuses $1", (value, message) => {
    let thrown: unknown
    try {
      stringifyValue(value, "args")
    } catch (error) {
      thrown = error
    }
    expect(thrown).toBeInstanceOf(ZerobackError)
    expect(thrown).toMatchObject({ code: "bad_request", message: expect.stringContaining(message) as string })
  })
})

test("10,000 random values survive both ways", () => {
  const random = seeded(20260801)
  for (let i = 0; i < 10_000; i++) {
    const value = randomValue(random, 4)
    const text = stringifyValue(value)
    // Vitest's equality would take a member named "constructor" for the value's type.
    deepStrictEqual(parseValue(text), value)
    expect(stringifyValue(parseValue(text))).toBe(text)
    expect(JSON.stringify(valueToJson(value))).toBe(text)
  }
})

test("random JSON texts with tags never give an object with a reserved key", () => {
  const random = seeded(7)
  const pieces = ['{"', '"}', '":"', "$int64", "\\u0024", "$", '"', "1", "{", "}", "[", "]", ",", '"a":']
  const hasReservedKey = (value: unknown): boolean =>
    typeof value === "object" &&
    value !== null &&
    Object.entries(value).some(([key, member]) => key.startsWith("$") || hasReservedKey(member))
  let parsed = 0
  for (let i = 0; i < 50_000; i++) {
    const text = Array.from({ length: 1 + random() * 7 }, () => pieces[Math.floor(random() * pieces.length)]).join("")
    try {
      const value = parseValue(text)
      parsed++
      expect(hasReservedKey(value), text).toBe(false)
    } catch (error) {
      expect(error).toBeInstanceOf(SyntaxError)
    }
  }
  expect(parsed).toBeGreaterThan(100)
})
