// What the README shows and claims.
import assert from "node:assert/strict"
import { join } from "node:path"
import { test } from "node:test"
import { read } from "../../lib/docs/pages.mjs"
import { readmeText } from "../../lib/docs/performance.mjs"
import { repository } from "../../lib/process.mjs"
import { samplesOf } from "../../lib/samples.mjs"

const readme = read("README.md")

test("the figures are those of bench/RESULTS.md: npm run docs:write copies them", () => {
  assert.equal(readme, readmeText())
})

test("the example has 20 lines, and the part samples compiles it", () => {
  const files = samplesOf(join(repository, "README.md"))
  const lines = [...files.values()].flatMap((text) => text.split("\n")).filter((line) => line.trim() !== "")
  assert.deepEqual([...files.keys()], ["zeroback/schema.ts", "zeroback/messages.ts", "src/Chat.tsx"])
  assert.equal(lines.length, 20)
})

test("its commands are scripts of package.json", () => {
  const { scripts } = JSON.parse(read("package.json"))
  const named = [...readme.matchAll(/\bnpm (?:run )?(start|test|[a-z]+:[a-z]+|bench|build|lint|pack)\b/g)].map(
    ([, name]) => name,
  )
  assert.ok(named.includes("start") && named.includes("test"))
  assert.deepEqual(
    named.filter((name) => scripts[name] === undefined),
    [],
  )
})

test("the picture of two tabs and that of the architecture are there", () => {
  assert.match(readme, /!\[[^\]]+\]\(docs\/images\/todo-two-tabs\.png\)/)
  assert.match(readme, /!\[[^\]]+\]\(docs\/images\/architecture\.svg\)/)
})
