// `npm run pack`, after which an app can install what is in this repository.
import assert from "node:assert/strict"
import { spawnSync } from "node:child_process"
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import { test } from "node:test"
import { repository } from "../lib/process.mjs"
import { manifestOf, published } from "../lib/release/packages.mjs"

const folder = join(repository, ".build/packages")

test("packs every package anew and prints a command for each framework that installs what it needs", () => {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, "of-an-earlier-version.tgz"), "")

  // What is built is packed without a JDK.
  const env = { ...process.env, JAVA_HOME: join(folder, "no-jdk") }
  const { status, stdout, stderr } = spawnSync("node", ["scripts/pack.mjs"], { cwd: repository, encoding: "utf8", env })

  assert.equal(status, 0, stderr)
  const commands = [...stdout.matchAll(/^In an app with (\w+):\n\nnpm install (.+)$/gm)].map(
    ([, framework, paths]) => ({
      framework,
      files: paths.split(" ").map((path) => {
        assert.equal(dirname(path), folder)
        assert.ok(existsSync(path), path)
        return basename(path)
      }),
    }),
  )
  assert.deepEqual(
    commands.map(({ framework, files }) => [framework, files.sort()]),
    [
      ["React", tarballs().filter((name) => !name.includes("-solid-"))],
      ["Solid", tarballs().filter((name) => !name.includes("-react-"))],
    ],
  )
  assert.deepEqual(readdirSync(folder).sort(), tarballs())
})

/** Names of the tarballs of all published packages. */
function tarballs() {
  return published
    .map((path) => manifestOf(path))
    .map(({ name, version }) => `${name.replace("@", "").replace("/", "-")}-${version}.tgz`)
    .sort()
}
