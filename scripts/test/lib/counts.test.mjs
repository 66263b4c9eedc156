// What of a runner's report counts.
import assert from "node:assert/strict"
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, test } from "node:test"
import { tapCounts, withCounts, withVitestCounts } from "../../lib/counts.mjs"

const report = (passed) =>
  JSON.stringify({ numPassedTests: passed, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 })
const ended = { code: 0, seconds: 1, log: "" }
let folder, file

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "counts-"))
  file = join(folder, "vitest.json")
})

afterEach(() => rmSync(folder, { recursive: true }))

test("the tests of a run of Vitest are those of the report that it wrote", async () => {
  writeFileSync(file, report(7))
  const counted = await withVitestCounts(file, async () => {
    assert.ok(!existsSync(file))
    writeFileSync(file, report(3))
    return ended
  })
  assert.deepEqual(counted, { code: 0, seconds: 1, log: "", passed: 3, failed: 0, skipped: 0 })
})

test("a run that wrote no report has failed, whatever an earlier one wrote", async () => {
  writeFileSync(file, report(7))
  const { code, passed, failed } = await withVitestCounts(file, async () => ended)
  assert.deepEqual({ code, passed, failed }, { code: 1, passed: 0, failed: 1 })
})

test("a run has passed when something ran, nothing failed and nothing was left out", () => {
  const codeOf = (code, passed, failed, skipped) => {
    const counted = withCounts({ code }, { passed, failed, skipped })
    return [counted.code, counted.failed]
  }
  assert.deepEqual(codeOf(0, 3, 0, 0), [0, 0])
  assert.deepEqual(codeOf(0, 3, 0, 1), [1, 0])
  assert.deepEqual(codeOf(0, 0, 0, 0), [1, 1])
  assert.deepEqual(codeOf(1, 3, 0, 0), [1, 1])
  assert.deepEqual(codeOf(1, 3, 2, 0), [1, 2])
})

test("of Node's runner cancelled tests have failed, and those to do are left out", () => {
  writeFileSync(file, "ok 1 - # pass 9\n# tests 6\n# pass 2\n# fail 1\n# cancelled 1\n# skipped 1\n# todo 1\n")
  assert.deepEqual(tapCounts(file), { passed: 2, failed: 2, skipped: 2 })
})
