// What `npm test` runs: nothing that is there is forgotten.
import assert from "node:assert/strict"
import { test } from "node:test"
import { repositoryFiles } from "../../lib/docs/pages.mjs"
import { manifestOf } from "../../lib/release/packages.mjs"
import { workspaces } from "../../lib/release/versions.mjs"
import { parts } from "../../lib/test-parts.mjs"

const names = parts.map(({ name }) => name)
const missing = (wanted) => wanted.filter((each) => !names.includes(each))

test("each test file of scripts/ is in a part", () => {
  const run = parts.flatMap(({ files = [] }) => files)
  // The part `samples` has Vitest run this one.
  const found = repositoryFiles().filter(
    (path) => /^scripts\/.*\.test\.mjs$/.test(path) && path !== "scripts/lib/samples.test.mjs",
  )
  assert.deepEqual([...run].sort(), found.sort())
})

test("each workspace that can be tested or type-checked is, and its name is nobody else's", () => {
  const partsOf = (script, prefix) =>
    workspaces()
      .filter((folder) => manifestOf(folder).scripts?.[script] !== undefined)
      .map((folder) => `${prefix}-${folder.split("/").at(-1)}`)
  assert.deepEqual(missing([...partsOf("test", "vitest"), ...partsOf("typecheck", "types")]), [])
  assert.deepEqual(names, [...new Set(names)])
})
