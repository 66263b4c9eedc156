// What the bench reads about the last whole test run.
import assert from "node:assert/strict"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { test } from "node:test"
import { writeWholeTest } from "../../lib/last-whole-test.mjs"

test("a whole run leaves its minutes, its commit and its date", () => {
  const folder = mkdtempSync(join(tmpdir(), "last-whole-test-"))
  try {
    const file = join(folder, "target/last.json")
    writeWholeTest(file, 1_050)
    const { minutes, commit, date } = JSON.parse(readFileSync(file, "utf8"))
    assert.equal(minutes, 17.5)
    assert.match(commit, /^unknown$|[0-9a-f]{7}(-dirty)?$/)
    assert.ok(Math.abs(Date.now() - Date.parse(date)) < 60_000)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
