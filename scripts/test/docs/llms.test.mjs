// llms.txt is what the guides say today.
import assert from "node:assert/strict"
import { test } from "node:test"
import { llmsText } from "../../lib/docs/llms.mjs"
import { linksOf, read, repositoryFiles } from "../../lib/docs/pages.mjs"

test("llms.txt is fresh: npm run docs:write writes it", () => {
  assert.equal(read("llms.txt"), llmsText())
})

test("it names every guide, and only what exists", () => {
  const links = linksOf(read("llms.txt"))
  const files = repositoryFiles()
  assert.deepEqual(
    links.filter((link) => !files.includes(link)),
    [],
  )
  const guides = files.filter((path) => /^docs\/[^/]+\.md$/.test(path) && path !== "docs/README.md")
  assert.deepEqual(
    guides.filter((guide) => !links.includes(guide)),
    [],
  )
})
