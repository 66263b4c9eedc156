import { expect, test } from "vitest"
import { rowOf } from "../src/report/row.js"
import { tableOf } from "../src/report/table.js"

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

test("an excess compares rounds that ran next to each other", () => {
  // How fast the machine was differs from round to round; both sides met it.
  const row = rowOf(
    { name: "start-up", title: "", unit: "ms", ours: [720, 220, 1_220], floor: [700, 240, 1_200] },
    "disk",
    false,
  )
  expect(row.excess).toEqual({ median: 20, min: -20, max: 20 })
})

test("a figure with a bar that was not measured says so", () => {
  const row = rowOf({ name: "whole-test", title: "", unit: "min", ours: [] }, null, false)
  expect(row).toMatchObject({ ours: null, verdict: "not measured" })
  expect(tableOf([row])).toMatch(/<= 20 min +\| not measured/)
})

test("a figure without a bar is only reported", () => {
  expect(rowOf({ ...rates, name: "unknown", ours: [1] }, null, false).verdict).toBe("reported")
})

test("in the self-check both sides must look equal, whatever the bar says", () => {
  expect(rowOf({ ...rates, ours: [100], floor: [99] }, "disk", true)).toMatchObject({ bar: null, verdict: "met" })
  expect(rowOf({ ...rates, ours: [150], floor: [100] }, "disk", true).verdict).toBe("missed")
})
