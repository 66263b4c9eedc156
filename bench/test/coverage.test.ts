import { expect, test } from "vitest"
import { bars } from "../src/bars.js"
import { barsWithoutRow } from "../src/report/coverage.js"
import { rowOf } from "../src/report/row.js"

const rowsOfAllBars = () =>
  bars.map(({ measurement, storage = "disk" }) =>
    rowOf({ name: measurement, title: "", unit: "", ours: [1], floor: [1] }, storage, false),
  )

test("where each bar has a row, none is missing", () => {
  expect(barsWithoutRow(rowsOfAllBars(), ["disk", "tmpfs"])).toEqual([])
})

test("a bar without a row is named, also where the other storage has one", () => {
  const rows = rowsOfAllBars().filter(
    ({ name, storage }) => name !== "fan-out" && `${name} ${storage}` !== "insert disk",
  )
  expect(barsWithoutRow(rows, ["disk", "tmpfs"])).toEqual(["insert on disk", "fan-out"])
})

test("a storage that was not measured misses nothing", () => {
  const rows = rowsOfAllBars().filter(({ storage }) => storage !== "tmpfs")
  expect(barsWithoutRow(rows, ["disk"])).toEqual([])
})
