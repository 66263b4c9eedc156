import { expect, test } from "vitest"
import { flatness } from "../src/report/flatness.js"
import { rowOf } from "../src/report/row.js"

const latency = (queries: number, millis: number, storage: "disk" | "tmpfs") =>
  rowOf(
    { name: `update-latency-${queries}`, title: "", unit: "ms", ours: [millis], floor: [1 + millis] },
    storage,
    false,
  )

test("our time with many live queries is held against our own with few, on the same storage", () => {
  const rows = [
    latency(100, 1, "disk"),
    latency(5_000, 1.05, "disk"),
    latency(100, 2, "tmpfs"),
    latency(5_000, 3, "tmpfs"),
  ]

  const flat = flatness(rows).map(({ name, storage, ours, floor, verdict }) => {
    return { name, storage, ours: ours.median, floor: floor?.median, verdict }
  })

  expect(flat).toEqual([
    { name: "update-latency-5000-of-own", storage: "disk", ours: 1.05, floor: 2.05 / 2, verdict: "met" },
    { name: "update-latency-5000-of-own", storage: "tmpfs", ours: 1.5, floor: 4 / 3, verdict: "missed" },
  ])
})

test("a run without few live queries has nothing to be held against", () => {
  expect(flatness([latency(5_000, 1, "disk")])).toEqual([])
})
