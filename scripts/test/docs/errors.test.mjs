// docs/errors.md has every code that a user can meet, and no other.
import assert from "node:assert/strict"
import { test } from "node:test"
import { read, repositoryFiles, tableRowsOf } from "../../lib/docs/pages.mjs"

const page = read("docs/errors.md")
const [calls, findings] = page.split("## What the CLI finds")
const files = repositoryFiles()
const sorted = (codes) => [...new Set(codes)].sort()

/** The codes in the first cells of the tables. */
function documented(text) {
  return tableRowsOf(text).flatMap(([first]) => [...first.matchAll(/`(\w+)`/g)].map(([, code]) => code))
}

function occurrences(paths, pattern) {
  return paths.flatMap((path) => [...read(path).matchAll(pattern)].map(([, code]) => code))
}

/** The engine's codes, and what the packages make of their own. */
function codesOfCalls() {
  const engine = occurrences(["core/src/main/java/dev/zeroback/core/error/ErrorCode.java"], /^ {2}[A-Z_]+\("(\w+)"\)/gm)
  const sources = files.filter((path) => /^(packages\/\w+\/src|teavm-worker\/src\/main\/ts)\/.*\.ts$/.test(path))
  const made = occurrences(sources, /(?:\bcoded\(|\bunanswered\(|\bcode: )\s*"([a-z_]+)"/g)
  assert.ok(engine.length > 10 && made.length > 10, "the patterns find the codes")
  return sorted([...engine, ...made])
}

test("every code of a failed call has its row", () => {
  assert.deepEqual(sorted(documented(calls)), codesOfCalls())
})

test("every row has meaning, cause and cure", () => {
  for (const row of tableRowsOf(calls)) {
    assert.equal(row.length, 4, row[0])
    for (const cell of row) assert.notEqual(cell, "", row[0])
  }
})

test("HTTP statuses are those of the host", () => {
  const source = read("teavm-worker/src/main/ts/host/http-answer.ts")
  const table = source.slice(source.indexOf("const STATUS"), source.indexOf("}\n"))
  const statuses = [...table.matchAll(/(\w+): (\d+)/g)].map(([, code, status]) => `${code} ${status}`)
  assert.ok(statuses.length > 5)
  const rows = tableRowsOf(calls).map(([first]) => /^`(\w+)` \((\d+)\)/.exec(first))
  const said = rows.filter((row) => row !== null).map(([, code, status]) => `${code} ${status}`)
  assert.deepEqual(said.filter((row) => row !== "execution_error 500").sort(), statuses.sort())
})

test("the codes in docs/wire-protocol.md are those of the engine", () => {
  const list = /^Codes: ([^.]*)/m.exec(read("docs/wire-protocol.md"))[1]
  const engine = occurrences(["core/src/main/java/dev/zeroback/core/error/ErrorCode.java"], /^ {2}[A-Z_]+\("(\w+)"\)/gm)
  assert.deepEqual(
    sorted([...list.matchAll(/`([a-z_]+)`/g)].map(([, code]) => code).filter((code) => code !== "data")),
    sorted(engine),
  )
})

test("every code of the CLI has its row", () => {
  const sources = files.filter((path) =>
    /^cli\/src\/main\/java\/dev\/zeroback\/cli\/(analysis|check|syntax)\//.test(path),
  )
  const codes = sorted(occurrences(sources, /"([A-Z]+(?:_[A-Z]+)+)"/g))
  assert.ok(codes.length > 15, `only ${codes.length} codes were found`)
  assert.deepEqual(sorted(documented(findings)), codes)
})
