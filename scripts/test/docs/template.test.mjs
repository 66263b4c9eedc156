// What the guides show of the files that `zeroback init` writes.
import assert from "node:assert/strict"
import { test } from "node:test"
import { read } from "../../lib/docs/pages.mjs"

const template = read("wrangler-template/wrangler.toml")
const toml = (page) => /^```toml\n([\s\S]*?)^```$/m.exec(read(page))[1]

test("the wrangler.toml of docs/deployment.md is the one that init writes", () => {
  assert.ok(template.startsWith(`${toml("docs/deployment.md")}\n# File storage`))
})

test("the bucket of docs/storage.md is what there is to uncomment", () => {
  const commented = toml("docs/storage.md").trimEnd().replace(/^/gm, "# ")
  assert.ok(template.trimEnd().endsWith(commented))
})

test("self-hosting has the compatibility date of the template", () => {
  const [, date] = /compatibility_date = "([\d-]+)"/.exec(template)
  assert.ok(read("docs/self-hosting.md").includes(`compatibilityDate = "${date}"`))
})
