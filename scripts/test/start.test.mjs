// `npm start` as a newcomer meets it: the ends that it can come to.
import assert from "node:assert/strict"
import { spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { after, test } from "node:test"
import { accepts, freePort, listen } from "../lib/ports.mjs"
import { lives } from "./lives.mjs"
import { until } from "./until.mjs"

/** An environment without JDK and Maven. */
const empty = mkdtempSync(join(tmpdir(), "no-tools-"))
const withoutTools = { PATH: empty, JAVA_HOME: "" }
after(() => rmSync(empty, { recursive: true }))

const script = join(import.meta.dirname, "../start.mjs")

/** Runs `npm start`'s script; `said` is everything printed so far. */
function begin(env, ...args) {
  const child = spawn(process.execPath, [script, ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  })
  const run = { child, said: "", ended: once(child, "exit").then(([code]) => code) }
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (run.said += chunk))
  return run
}

/** The processes that a process has started. */
function childrenOf(parent) {
  const { stdout } = spawnSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" })
  const processes = stdout
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/ +/).map(Number))
  return processes.filter(([, ppid]) => ppid === parent).map(([pid]) => pid)
}

for (const [what, variable] of [
  ["the backend", "ZEROBACK_PORT"],
  ["the page", "ZEROBACK_PAGE_PORT"],
]) {
  test(`says which port is in use and how to choose another, when ${what} cannot have its own`, async () => {
    const holder = await listen(0)
    const { port } = holder.address()
    const ports = { ZEROBACK_PORT: String(await freePort()), ZEROBACK_PAGE_PORT: String(await freePort()) }
    const run = begin({ ...ports, [variable]: String(port) })
    assert.equal(await run.ended, 1)
    assert.match(run.said, new RegExp(`^Port ${port}, which ${what} needs, is in use: .*${variable}.*\\n$`))
    holder.close()
  })
}

test("says what a port may be, when it is given something else", async () => {
  for (const port of ["many", "0", "70000"]) {
    const run = begin({ ZEROBACK_PORT: port })
    assert.equal(await run.ended, 1)
    assert.equal(run.said, `ZEROBACK_PORT is "${port}"; give a port for the backend, a whole number from 1 to 65535.\n`)
  }
})

test("says which examples there are, when it is asked for another", async () => {
  const run = begin({}, "chess")
  assert.equal(await run.ended, 1)
  assert.match(run.said, /^There is no example "chess". Run one of: .*chat.*todo.*\n$/)
})

for (const [example, list, args, env] of [
  // What is built runs without the tools that build it.
  ["todo", "tasks:list", { project: "Home" }, withoutTools],
  ["chat", "messages:list", { channel: "general", numItems: 10 }, {}],
  ["board", "cards:list", { column: "todo", numItems: 10 }, {}],
]) {
  test(`runs ${example}: both addresses answer, and everything ends when it is told to end`, async () => {
    const [backend, page] = [await freePort(), await freePort()]
    const run = begin({ ...env, ZEROBACK_PORT: String(backend), ZEROBACK_PAGE_PORT: String(page) }, example)
    let started
    try {
      await until(
        () => run.said.includes("Ctrl-C ends both.") || run.child.exitCode !== null,
        () => "the start",
        150_000,
      )
      assert.equal(await (await fetch(`http://127.0.0.1:${backend}/health`)).text(), "OK", run.said)
      const headers = { "Content-Type": "application/json" }
      const body = JSON.stringify({ fn: list, args })
      const answer = await fetch(`http://127.0.0.1:${backend}/query`, { method: "POST", headers, body })
      assert.equal(answer.status, 200, await answer.text())
      assert.match(await (await fetch(`http://127.0.0.1:${page}/`)).text(), /<div id="root">/)
    } finally {
      started = childrenOf(run.child.pid)
      run.child.kill("SIGTERM")
    }
    assert.equal(await run.ended, 143)
    // What still ends would be in the way of the next start.
    assert.deepEqual([started.length, started.filter(lives)], [2, []])
    assert.deepEqual([await accepts(backend), await accepts(page)], [false, false])
  })
}
