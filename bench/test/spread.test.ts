import { expect, test } from "vitest"
import { spreadOf } from "../src/harness/spread.js"

test("the median of an odd number of values is the one in the middle, by size", () => {
  expect(spreadOf([10, 9, 100])).toEqual({ median: 10, min: 9, max: 100 })
})

test("the median of an even number of values is the mean of the two in the middle", () => {
  expect(spreadOf([4, 1, 2, 100])).toEqual({ median: 3, min: 1, max: 100 })
})
