// What the last whole `npm test` that passed took: the bench shows it.
import { spawnSync } from "node:child_process"
import { mkdirSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { repository } from "./process.mjs"

export const lastWholeTest = join(repository, "target/last-whole-test.json")

/** Writes the minutes, the commit, with `-dirty` where the files were others, and the date. */
export function writeWholeTest(file, seconds) {
  const commit = spawnSync("git", ["describe", "--always", "--dirty"], { cwd: repository, encoding: "utf8" })
  if (commit.status !== 0) throw new Error(`git describe failed: ${commit.stderr}`)
  const record = { minutes: seconds / 60, commit: commit.stdout.trim(), date: new Date().toISOString() }
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, JSON.stringify(record))
}
