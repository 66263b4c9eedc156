// What a build does, and when it asks for the tools of Java.
import assert from "node:assert/strict"
import { spawnSync } from "node:child_process"
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, relative } from "node:path"
import { afterEach, beforeEach, test } from "node:test"
import { logs, repository } from "../../lib/process.mjs"

const NAME = "of-the-test-of-build-steps"
const lib = (file) => JSON.stringify(join(import.meta.dirname, "../../lib", file))
const step = (...command) => ({ name: NAME, says: "the step", inputs: [], outputs: ["package.json"], command })
const byMaven = step("mvn", ["package"])
const byNode = step(process.execPath, ["--version"])
let tools, calls

beforeEach(() => {
  tools = mkdtempSync(join(tmpdir(), "tools-"))
  calls = join(tools, "calls")
})

afterEach(() => {
  rmSync(tools, { recursive: true })
  forget(NAME)
})

/** Removes what a build leaves of a step. */
function forget(name) {
  rmSync(join(repository, ".build/stamps", name), { force: true })
  rmSync(join(logs, `${name}.log`), { force: true })
}

/** A JDK and a Maven that write down how they were called. */
function installTools() {
  for (const [name, says] of [
    ["javac", "javac 17.0.1"],
    ["mvn", "Apache Maven"],
  ])
    writeFileSync(join(tools, name), `#!/bin/sh\necho "${name} $*" >> ${calls}\necho "${says}"\n`, { mode: 0o755 })
}

/** Builds a step or several; `before` is a line that runs first. */
function build(one, before = "") {
  const program = `import { build } from ${lib("build-steps.mjs")}
    import { requireTools } from ${lib("tools.mjs")}
    ${before}
    await build(${JSON.stringify([one].flat())})`
  const args = ["--input-type=module", "--eval", program]
  return spawnSync(process.execPath, args, { encoding: "utf8", env: { PATH: tools, JAVA_HOME: "" } })
}

const called = () => (existsSync(calls) ? readFileSync(calls, "utf8").trim().split("\n") : [])

test("without a JDK and Maven, a step of Maven's that is due ends the build before it begins", () => {
  const { status, stdout, stderr } = build(byMaven)
  assert.equal(status, 1)
  assert.equal(stdout, "")
  assert.match(stderr, /^A JDK 17 or newer is needed.*\nMaven is needed.*\n$/)
})

test("without them, a step of another program's is built", () => {
  const { status, stdout, stderr } = build(byNode)
  assert.equal(status, 0, stderr)
  assert.match(stdout, /^the step \.\.\.\n/)
})

test("once a step of Maven's is built, nobody asks for them", () => {
  installTools()
  assert.equal(build(byMaven).status, 0)
  assert.deepEqual(called(), ["javac -version", "mvn --version", "mvn package"])
  rmSync(join(tools, "javac"))
  rmSync(join(tools, "mvn"))
  const { status, stdout, stderr } = build(byMaven)
  assert.deepEqual([status, stdout, stderr], [0, "", ""])
})

test("a program that has asked for them does not ask again when it builds", () => {
  installTools()
  assert.equal(build(byMaven, "requireTools()").status, 0)
  assert.deepEqual(called(), ["javac -version", "mvn --version", "mvn package"])
})

test("a step of another program's runs beside Maven's; what uses the results of either runs after it", () => {
  const output = relative(repository, join(tools, "output"))
  const waiting = `i=0; until [ -e ${output} ]; do i=$((i + 1)); [ $i = 100 ] && exit 1; /bin/sleep 0.1; done`
  installTools()
  writeFileSync(join(tools, "mvn"), `#!/bin/sh\nif [ $1 = package ]; then ${waiting}; fi\n`, { mode: 0o755 })
  const write = `require("node:fs").writeFileSync(${JSON.stringify(output)}, "")`
  const first = { ...byMaven, name: `${NAME}-first`, says: "first" }
  const beside = { ...step(process.execPath, ["-e", write]), name: `${NAME}-beside`, says: "beside", outputs: [output] }
  const last = { ...byNode, says: "last", after: [first.name] }
  try {
    const { status, stdout } = build([first, beside, last])
    assert.equal(status, 0, stdout)
    const order = [...stdout.matchAll(/^(\w+)(?: \.\.\.|: )/gm)].map(([, says]) => says)
    assert.deepEqual(order.slice(0, 2).sort(), ["beside", "first"])
    assert.deepEqual(order.slice(-2), ["last", "last"])
  } finally {
    for (const { name } of [first, beside]) forget(name)
  }
})

test("a step is due when its input, its command or a step before it has changed, or its output is gone", () => {
  const [input, output] = ["input", "output"].map((name) => relative(repository, join(tools, name)))
  const write = (path, text) => writeFileSync(join(repository, path), text)
  const first = { ...byNode, name: `${NAME}-first`, says: "first", inputs: [input] }
  const second = { ...byNode, says: "second", after: [first.name], outputs: [output] }
  const built = (...steps) => [...build(steps).stdout.matchAll(/^(\w+) \.\.\.$/gm)].map(([, says]) => says)
  write(input, "one")
  write(output, "")
  try {
    assert.deepEqual(built(first, second), ["first", "second"])
    assert.deepEqual(built(first, second), [])
    write(input, "two")
    assert.deepEqual(built(first, second), ["first", "second"])
    assert.deepEqual(built(first, { ...second, command: [process.execPath, ["--help"]] }), ["second"])
    rmSync(join(repository, output))
    assert.deepEqual(built(first, { ...second, command: [process.execPath, ["--help"]] }), ["second"])
  } finally {
    forget(first.name)
  }
})
