// The part `samples`, where it is asked for pages that are not there.
import assert from "node:assert/strict"
import { spawnSync } from "node:child_process"
import { join } from "node:path"
import { test } from "node:test"

test("a page that is not there, or has no sample, is named and no pass", () => {
  const script = join(import.meta.dirname, "../../check-samples.mjs")
  const { status, stderr } = spawnSync(process.execPath, [script, "no-such-page"], { encoding: "utf8" })
  assert.deepEqual([status, stderr], [1, 'No page whose name contains "no-such-page" has a sample.\n'])
})
