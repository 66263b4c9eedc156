import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import { wholeTest } from "../src/whole-test.js"

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "whole-test-"))
})

afterEach(() => rmSync(folder, { recursive: true }))

test("the row names the commit and the day of the last whole test run", () => {
  const file = join(folder, "last.json")
  writeFileSync(file, JSON.stringify({ minutes: 17.5, commit: "abc1234", date: "2026-11-29T10:00:00.000Z" }))
  expect(wholeTest(file)).toMatchObject({ title: "npm test, whole, of abc1234 on 2026-11-29", ours: [17.5] })
})

test("before the first one nothing is measured", () => {
  expect(wholeTest(join(folder, "none.json")).ours).toEqual([])
})
