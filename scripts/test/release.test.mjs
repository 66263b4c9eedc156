// What a release would publish: one version, honest tarballs, the licences of everything inside.
import assert from "node:assert/strict"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { after, before, test } from "node:test"
import { repository } from "../lib/process.mjs"
import { bundled, containedBy, noticesProblems } from "../lib/release/bundled.mjs"
import { packAll } from "../lib/release/packages.mjs"
import { tarballProblems } from "../lib/release/tarball.mjs"
import { versionProblems } from "../lib/release/versions.mjs"

let folder, packages
const read = (path) => readFileSync(join(repository, path), "utf8")

before(() => {
  folder = mkdtempSync(join(tmpdir(), "release-"))
  packages = packAll(folder)
})

after(() => rmSync(folder, { recursive: true, force: true }))

test("everything states the version of the root package.json", () => {
  assert.deepEqual(versionProblems(), [])
})

test("tarballs hold what their users need, nothing of the build, and no name of this machine", () => {
  assert.deepEqual(packages.flatMap(tarballProblems), [])
})

test("a package that is wrong is told so", () => {
  const [values] = packages
  const spoiled = {
    ...values,
    files: [...values.files.filter((file) => file !== "LICENSE"), "src/index.ts"],
    manifest: { ...values.manifest, engines: undefined, dependencies: { other: "workspace:*" } },
  }
  const [unread, ...problems] = tarballProblems(spoiled).reverse()
  assert.deepEqual(problems.reverse(), [
    "@zeroback/values has no LICENSE",
    "@zeroback/values publishes src/index.ts",
    "@zeroback/values does not say which Node it needs",
    '@zeroback/values depends on other by "workspace:*"',
  ])
  assert.match(unread, /^@zeroback\/values has a file that could not be looked into, src\/index\.ts: ./)
})

test("THIRD_PARTY_LICENSES are fresh and published: npm run release:notices writes them", () => {
  assert.deepEqual(noticesProblems(), [])
  for (const workspace of Object.keys(bundled)) {
    const { name } = JSON.parse(read(`${workspace}/package.json`))
    const { files } = packages.find(({ manifest }) => manifest.name === name)
    assert.ok(files.includes("THIRD_PARTY_LICENSES"), name)
  }
})

test("the list of a release names what a package contains of others, with versions and licences", () => {
  assert.deepEqual(containedBy("packages/values"), [])
  const [teavm, antlr] = containedBy("cli")
  assert.match(teavm, /^TeaVM .* \d+\.\d+\.\d+ \(Apache-2\.0\)$/)
  assert.match(antlr, /^ANTLR 4 runtime \d+\.\d+\.\d+ \(BSD-3-Clause\)$/)
})

test("the engine contains Java of nobody but us and those whose licences it ships", () => {
  const { sources } = JSON.parse(read("teavm-worker/target/release/engine.js.map"))
  const owners = new Set(
    sources.map((source) =>
      source
        .replace(/^src\//, "")
        .split("/")
        .slice(0, 2)
        .join("."),
    ),
  )
  const listed = new Set(["dev.zeroback", ...bundled["teavm-worker"].map(({ group }) => group)])
  assert.ok(owners.has("dev.zeroback"), "the source map has the engine")
  assert.deepEqual(
    [...owners].filter((owner) => !listed.has(owner)),
    [],
  )
})

test("every library that is compiled into the CLI is among its licences", () => {
  const dependencies = read("cli/pom.xml").match(/<dependency>[\s\S]*?<\/dependency>/g)
  const groups = dependencies
    .filter((dependency) => !dependency.includes("<scope>test</scope>"))
    .map((dependency) => /<groupId>([^<]+)</.exec(dependency)[1])
  const listed = new Set(["dev.zeroback", "${project.groupId}", ...bundled.cli.map(({ group }) => group)])
  assert.ok(groups.includes("org.antlr"))
  assert.deepEqual(
    groups.filter((group) => !listed.has(group)),
    [],
  )
})
