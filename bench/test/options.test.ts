import { expect, test } from "vitest"
import { readOptions } from "../src/options.js"

test.each([
  ["some scenarios", ["--scenario", "insert"]],
  ["short rounds", ["--quick", "--storage", "all"]],
  ["the floor against itself", ["--self-check"]],
  ["a profile", ["--profile"]],
  ["one storage", ["--storage", "disk"]],
  ["few rounds", ["--rounds", "5"]],
])("a run of %s is not written into RESULTS.md", (_, args) => {
  expect(readOptions(args).write).toBe(false)
  expect(() => readOptions([...args, "--write"])).toThrow("--write is refused")
})

test("a whole run is", () => {
  expect(readOptions(["--write", "--storage", "all", "--rounds", "21"])).toMatchObject({ write: true, scenarios: [] })
})
