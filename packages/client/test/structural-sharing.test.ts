import { deepStrictEqual } from "node:assert"
import { expect, test } from "vitest"
import { randomValue, seeded } from "../../values/test/random-values.js"
import { shareStructure } from "../src/structural-sharing.js"

test("equal values stay the same object", () => {
  const previous = [{ _id: "a", tags: ["x"], size: 5n, raw: new ArrayBuffer(2) }, { _id: "b" }]
  expect(shareStructure(previous, structuredClone(previous))).toBe(previous)
})

test("documents keep their identity wherever they move", () => {
  const previous = [{ _id: "a" }, { _id: "b", n: 1 }, { _id: "c" }]
  const next = shareStructure(previous, [{ _id: "new" }, { _id: "c" }, { _id: "b", n: 2 }, { _id: "a" }]) as unknown[]
  expect(next).toEqual([{ _id: "new" }, { _id: "c" }, { _id: "b", n: 2 }, { _id: "a" }])
  expect(next[1]).toBe(previous[2])
  expect(next[2]).not.toBe(previous[1])
  expect(next[3]).toBe(previous[0])
})

test("documents inside a page keep their identity", () => {
  const previous = { page: [{ _id: "a" }, { _id: "b" }], isDone: false }
  const next = shareStructure(previous, { page: [{ _id: "b" }], isDone: true }) as typeof previous
  expect(next.page[0]).toBe(previous.page[1])
})

test.each([
  [{ a: undefined }, { b: undefined }],
  [{ a: 1 }, {}],
  [[1], [1, 2]],
  [0, -0],
  [1, 1n],
  [null, {}],
  [[], {}],
  [Uint8Array.of(1).buffer, Uint8Array.of(2).buffer],
  [Uint8Array.of(1).buffer, {}],
])("%o never stands for %o", (previous, next) => {
  deepStrictEqual(shareStructure(previous, next), next)
})

test("sharing never changes a value, nor the one before it", () => {
  const random = seeded(11)
  let shared: unknown = []
  for (let i = 0; i < 5_000; i++) {
    const previous: unknown = structuredClone(shared)
    const next = random() < 0.3 ? structuredClone(shared) : randomValue(random, 3)
    const result = shareStructure(shared, next)
    deepStrictEqual(result, next)
    deepStrictEqual(shared, previous)
    shared = result
  }
})
