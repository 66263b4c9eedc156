// docs/promises.md names tests that exist.
import assert from "node:assert/strict"
import { test } from "node:test"
import { read, repositoryFiles, tableRowsOf } from "../../lib/docs/pages.mjs"
import { hasJavaTest, scriptTestNames } from "../../lib/docs/test-names.mjs"

const JAVA = /`(?:[a-z.]+\.)?([A-Z]\w+)\.(\w+)`/g
const SCRIPTS = /`([\w/.-]+\.test\.\w+)`: ("[^"]+"(?:, "[^"]+")*)/g

const files = repositoryFiles()
const rows = tableRowsOf(read("docs/promises.md")).filter(([promise]) => promise !== "promise")

test("every promise names a test", () => {
  assert.ok(rows.length > 50, `only ${rows.length} promises were found`)
  for (const [promise, tests] of rows) assert.ok(namedTests(tests).length > 0, promise)
})

test("every test that is named exists", () => {
  const missing = rows.flatMap(([, tests]) => namedTests(tests).filter((named) => !exists(named)))
  assert.deepEqual(
    missing.map(({ file, name }) => `${file}: ${name}`),
    [],
  )
})

test("nothing that stands for a test is overlooked", () => {
  const unread = rows.map(([, tests]) => tests.replace(JAVA, "").replace(SCRIPTS, "").replace(/[,; ]/g, ""))
  assert.deepEqual(
    unread.filter((rest) => rest !== ""),
    [],
  )
})

/** `Class.method` of Java, or a file and a part of the name of one of its tests. */
function namedTests(cell) {
  const java = [...cell.matchAll(JAVA)].map(([, type, method]) => ({
    file: `/${type}.java`,
    name: method,
  }))
  const scripts = [...cell.matchAll(SCRIPTS)].flatMap(([, file, names]) =>
    [...names.matchAll(/"([^"]+)"/g)].map(([, name]) => ({ file, name })),
  )
  return [...java, ...scripts]
}

function exists({ file, name }) {
  return files
    .filter((path) => path.endsWith(file))
    .some((path) =>
      path.endsWith(".java")
        ? hasJavaTest(read(path), name)
        : scriptTestNames(read(path), path).some((test) => test.includes(name)),
    )
}
