import { expect, test } from "vitest"
import { randomNumbers } from "../src/harness/random.js"

const some = (seed: number) => Array.from({ length: 1_000 }, randomNumbers(seed, 10))

test("the same seed gives the same numbers, another one others", () => {
  expect(some(1)).toEqual(some(1))
  expect(some(1)).not.toEqual(some(2))
})

test("all numbers below the bound come, none far more often than another", () => {
  const times = Array.from({ length: 10 }, (_, number) => some(3).filter((it) => it === number).length)
  expect(Math.min(...times)).toBeGreaterThan(70)
  expect(Math.max(...times)).toBeLessThan(130)
})

test("they go on until the first digest ends and after it, and are those that the seed has always given", () => {
  expect(some(1).slice(0, 12)).toEqual([0, 2, 7, 7, 1, 2, 6, 7, 6, 8, 3, 4])
  expect(new Set(Array.from({ length: 3_000 }, randomNumbers(1, 2 ** 32))).size).toBe(3_000)
})
