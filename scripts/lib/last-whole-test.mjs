// What the last whole `npm test` that passed took: the bench shows it.
import { spawnSync } from "node:child_process"
import { mkdirSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { repository } from "./process.mjs"

export const lastWholeTest = join(repository, "target/last-whole-test.json")

/** Writes the minutes, the commit, with `-dirty` where the files were others and `unknown` without Git, and the date. */
export function writeWholeTest(file, seconds) {
  const commit = spawnSync("git", ["describe", "--always", "--dirty"], { cwd: repository, encoding: "utf8" })
  const name = commit.status === 0 ? commit.stdout.trim() : "unknown"
  const record = { minutes: seconds / 60, commit: name, date: new Date().toISOString() }
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, JSON.stringify(record))
}
