import { parseValue, stringifyValue } from "@zeroback/values"
import { expect, test } from "vitest"
import { commonEnd, commonStart, comparable, surelyEqual } from "../../main/ts/host/surely-equal.js"

const values: readonly unknown[] = [
  null,
  true,
  0,
  -0,
  Number.NaN,
  1n,
  "",
  "a",
  [],
  [1],
  [1, 2],
  [[1]],
  {},
  { a: 1 },
  { a: 1, b: 2 },
  { b: 1 },
  { b: 1, a: 2 },
  { a: 0, b: null, c: "x" },
  { a: -0, b: null, c: "x" },
  { a: Number.NaN, b: 1n },
  { a: { b: [1, { c: null }] } },
  { a: { b: [1, { c: 0 }] } },
  { toString: 1 },
  { a: [] },
  JSON.parse('{"__proto__": {}}'),
]

test("what it calls equal has one text, and a copy is equal", () => {
  for (const a of values) {
    expect(surelyEqual(a, parseValue(stringifyValue(a))), stringifyValue(a)).toBe(true)
    for (const b of values) if (surelyEqual(a, b)) expect(stringifyValue(a)).toBe(stringifyValue(b))
    for (const b of values) {
      const said = comparable(stringifyValue(b), b)
      expect(surelyEqual(a, said), `${stringifyValue(a)} ${stringifyValue(b)}`).toBe(surelyEqual(a, b))
    }
  }
  expect(surelyEqual({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(true)
  expect(surelyEqual({ a: 1, b: 2 }, comparable('{"b":2,"a":1}', { b: 2, a: 1 }))).toBe(true)
})

test("what it says stays, whatever becomes of the value whose text it was", () => {
  const value: Record<string, unknown> = { a: "text", b: 1 }
  const said = comparable(stringifyValue(value), value)
  value["a"] = "other"
  expect(surelyEqual(value, said)).toBe(false)
  expect(surelyEqual({ a: "text", b: 1 }, said)).toBe(true)
})

test("it says no to what needs a closer look", () => {
  const bytes = () => new Uint8Array([1]).buffer
  expect(surelyEqual({ a: bytes() }, { a: bytes() })).toBe(false)
  expect(surelyEqual({ a: 1, b: undefined }, { a: 1 })).toBe(false)
  expect(surelyEqual({ a: [], b: undefined }, { a: [], c: 1 })).toBe(false)
  expect(surelyEqual({ a: 1, b: undefined }, comparable('{"a":1,"b":1}', { a: 1, b: 1 }))).toBe(false)
  expect(surelyEqual({ a: 1 }, comparable('{"a":1}', { a: 1, b: undefined }))).toBe(false)
  expect(surelyEqual(new Date(0), comparable("{}", {}))).toBe(false)
  expect(surelyEqual(new Date(0), {})).toBe(false)
  expect(surelyEqual({}, new Map())).toBe(false)
  // eslint-disable-next-line no-sparse-arrays -- a hole is no value, and must not pass for one
  expect(surelyEqual([1, ,], [1, null])).toBe(false)
  const ring: { next?: unknown } = {}
  ring.next = ring
  expect(surelyEqual(ring, { next: { next: {} } })).toBe(false)
})

test("what two arrays have in common is counted from both ends, nothing twice", () => {
  const documents = (...names: string[]) => names.map((name) => ({ name, sizes: [name.length] }))
  const common = (a: unknown[], b: unknown[]) => {
    const start = commonStart(a, b)
    return [start, commonEnd(a, b, start)]
  }
  expect(common(documents("a", "b", "c"), documents("a", "x", "c"))).toEqual([1, 1])
  expect(common(documents("a", "b", "c"), documents("a", "c"))).toEqual([1, 1])
  expect(common(documents("a", "a"), documents("a", "a", "a"))).toEqual([2, 0])
  expect(common(documents("a"), documents("b"))).toEqual([0, 0])
  expect(common([], documents("b"))).toEqual([0, 0])
  expect(common([0], [-0])).toEqual([0, 0])
  expect(common([Number.NaN], [Number.NaN])).toEqual([1, 0])
})
