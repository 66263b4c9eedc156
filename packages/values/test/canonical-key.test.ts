import { expect, test } from "vitest"
import { canonicalKey, parseKey } from "../src/index.js"
import { randomValue, seeded } from "./random-values.js"

const bytes = (...values: number[]) => Uint8Array.from(values).buffer

test("equal arguments have equal keys, whatever the order of members", () => {
  expect(canonicalKey("a:b", { x: 1, y: { p: 1n, q: bytes(1) } })).toBe(
    canonicalKey("a:b", { y: { q: bytes(1), p: 1n }, x: 1 }),
  )
  expect(canonicalKey("a:b", { x: undefined })).toBe(canonicalKey("a:b"))
  expect(canonicalKey("a:b", {})).toBe("a:b|{}")
})

test.each([
  [{ x: 1 }, { x: 1n }],
  [{ x: 1 }, { x: "1" }],
  [{ x: 0 }, { x: -0 }],
  [{ x: null }, {}],
  [{ x: bytes(1) }, { x: bytes(2) }],
  [{ x: [1, 2] }, { x: [2, 1] }],
  [{ x: NaN }, { x: null }],
])("%o and %o differ", (a, b) => {
  expect(canonicalKey("a:b", a)).not.toBe(canonicalKey("a:b", b))
})

test("functions differ", () => {
  expect(canonicalKey("a:b", {})).not.toBe(canonicalKey("a:c", {}))
})

test("arguments that are no values are refused with their path", () => {
  expect(() => canonicalKey("a:b", { when: new Date() })).toThrow("args.when: a Date is not a value")
})

test("a key gives back what it was made of", () => {
  const args = { x: 1n, y: ["a|b", bytes(1)] }
  expect(parseKey(canonicalKey("utils/stats:count", args))).toStrictEqual({ fn: "utils/stats:count", args })
})

test("shuffling the members of random objects never changes the key", () => {
  const random = seeded(3)
  const shuffled = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shuffled)
    if (typeof value !== "object" || value === null || value instanceof ArrayBuffer) return value
    const entries = Object.entries(value).map(([key, member]) => [key, shuffled(member)] as const)
    return Object.fromEntries(entries.sort(() => random() - 0.5))
  }
  for (let i = 0; i < 2_000; i++) {
    const value = randomValue(random, 4)
    expect(canonicalKey("f", shuffled(value))).toBe(canonicalKey("f", value))
  }
})
