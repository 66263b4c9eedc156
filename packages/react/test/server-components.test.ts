// @vitest-environment node
import { readdirSync, readFileSync } from "node:fs"
import { expect, test } from "vitest"

const source = new URL("../src/", import.meta.url)

test("what needs a browser's React says so, so that server components may import the package", () => {
  const files = readdirSync(source).filter((name) => /^(use-|provider)/.test(name))
  expect(files).toContain("use-query.ts")
  const unmarked = files.filter((name) => !readFileSync(new URL(name, source), "utf8").startsWith('"use client"\n'))
  expect(unmarked).toEqual([])
})
