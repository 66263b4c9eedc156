// docs/dependencies.md has a reason for each dependency, and nothing is installed for nothing.
import assert from "node:assert/strict"
import { test } from "node:test"
import {
  explained,
  heldBack,
  javaArtifacts,
  npmDependencies,
  unusedDependencies,
} from "../../lib/docs/dependencies.mjs"
import { read } from "../../lib/docs/pages.mjs"

test("every dependency has a reason, and every reason a dependency", () => {
  const asked = [...npmDependencies(), ...javaArtifacts(), "google-java-format"].sort()
  assert.ok(asked.length > 50, `only ${asked.length} were found`)
  assert.deepEqual([...explained()].sort(), asked)
})

test("what is held back is at the version that the page names", () => {
  const lock = JSON.parse(read("package-lock.json")).packages
  const pom = read("pom.xml")
  for (const [name, version] of heldBack()) {
    const property = new RegExp(`<${name.replaceAll(".", "\\.")}>([^<]+)<`).exec(pom)?.[1]
    assert.equal(property ?? lock[`node_modules/${name}`]?.version, version, name)
  }
})

test("no workspace asks for an npm package that its files never name", () => {
  assert.deepEqual(unusedDependencies(), [])
})

test("the SQLite that users are told to install for tests is the one that ours run on", () => {
  const { devDependencies } = JSON.parse(read("teavm-worker/package.json"))
  const wanted = `@sqlite.org/sqlite-wasm@${devDependencies["@sqlite.org/sqlite-wasm"]}`
  for (const page of ["docs/testing.md", "teavm-worker/src/main/ts/testing/wasm-database.ts"])
    assert.ok(read(page).includes(wanted), `${page}: ${wanted}`)
})
