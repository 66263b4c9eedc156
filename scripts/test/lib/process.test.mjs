// How programs of the build are run.
import assert from "node:assert/strict"
import { spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { rmSync } from "node:fs"
import { join } from "node:path"
import { test } from "node:test"
import { logs } from "../../lib/process.mjs"
import { lives } from "../lives.mjs"
import { until } from "../until.mjs"

const NAME = "of-the-test-of-processes"
const library = JSON.stringify(join(import.meta.dirname, "../../lib/process.mjs"))

test("a program that is not there is a failure with its reason in the log, and no crash at the end", () => {
  const program = `import { run, tail } from ${library}
    const { code, log } = await run("${NAME}", "no-such-program", [])
    console.log(code, tail(log))
    process.exit(3)`
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", program], {
    encoding: "utf8",
  })
  rmSync(join(logs, `${NAME}.log`), { force: true })
  assert.deepEqual([status, stdout, stderr], [3, "1 spawn no-such-program ENOENT\n", ""])
})

/**
 * Runs a program that starts another, whose reaction to SIGTERM is `onTerm`, and then does `next`.
 *
 * @returns the program and, once both run, the process of the one that it started
 */
async function startTwo(onTerm, next = "") {
  const inner = `process.on("SIGTERM", () => { ${onTerm} }); setInterval(() => {}, 1_000); console.log("runs")`
  const outer = `import * as processes from ${library}
    const child = processes.start(process.execPath, ["--eval", ${JSON.stringify(inner)}])
    child.stdout.once("data", () => { console.log(child.pid); ${next} })`
  const program = spawn(process.execPath, ["--input-type=module", "--eval", outer], { stdio: ["ignore", "pipe", 2] })
  const ended = once(program, "exit")
  const [pid] = await once(program.stdout, "data")
  return { program, child: Number(pid), ended }
}

test("what a program has started has ended when a signal has ended the program, however often it came", async () => {
  const { program, child, ended } = await startTwo("setTimeout(process.exit, 300)")
  program.kill("SIGINT")
  program.kill("SIGINT")
  assert.deepEqual(await ended, [130, null])
  assert.equal(lives(child), false)
})

test("a second Ctrl-C ends at once what does not end", async () => {
  const { program, child, ended } = await startTwo("")
  program.kill("SIGINT")
  await new Promise((resolve) => setTimeout(resolve, 700))
  assert.equal(lives(child), true)
  program.kill("SIGINT")
  assert.deepEqual(await ended, [130, null])
  await until(
    () => !lives(child),
    () => "its end",
  )
})

test("what does not end in time is killed, and the first reason to end is the exit code", async () => {
  const { child, ended } = await startTwo("", "void processes.end(3, 200); void processes.end(4)")
  assert.deepEqual(await ended, [3, null])
  await until(
    () => !lives(child),
    () => "its end",
  )
})
