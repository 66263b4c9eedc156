import { expect, test } from "vitest"
import { rowOf } from "../src/report/row.js"

const rates = { name: "insert", title: "inserts", unit: "op/s" }

test("a ratio compares rounds that ran next to each other", () => {
  // The machine slowed down by ten after the first round; both sides met it.
  const row = rowOf({ ...rates, ours: [900, 90, 90], floor: [1_000, 100, 100] }, "disk", false)
  expect(row.ratio).toEqual({ median: 0.9, min: 0.9, max: 0.9 })
})

test("each storage has a bar of its own", () => {
  const measurement = { ...rates, ours: [900], floor: [1_000] }
  expect(rowOf(measurement, "disk", false).verdict).toBe("missed")
  expect(rowOf(measurement, "tmpfs", false).verdict).toBe("met")
})

test("an excess is what ours takes above the floor", () => {
  const startUp = (ours: number) =>
    rowOf({ name: "start-up", title: "", unit: "ms", ours: [ours], floor: [700] }, "disk", false).verdict
  expect(startUp(730)).toBe("met")
  expect(startUp(731)).toBe("missed")
})

test("a figure without a bar is only reported", () => {
  expect(rowOf({ ...rates, name: "unknown", ours: [1] }, null, false).verdict).toBe("reported")
})

test("in the self-check both sides must look equal, whatever the bar says", () => {
  expect(rowOf({ ...rates, ours: [100], floor: [99] }, "disk", true)).toMatchObject({ bar: null, verdict: "met" })
  expect(rowOf({ ...rates, ours: [150], floor: [100] }, "disk", true).verdict).toBe("missed")
})
