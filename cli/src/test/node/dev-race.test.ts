import { execFileSync } from "node:child_process"
import { mkdirSync, openSync, closeSync, readFileSync, renameSync, rmSync, writeFileSync, writeSync } from "node:fs"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import { Running, freePort, scaffoldedProject, until, zeroback } from "./zeroback.js"

let folder: string
let functions: string
let tasks: string
let dev: Running

beforeEach(() => {
  folder = scaffoldedProject("race")
  functions = join(folder, "zeroback")
  tasks = join(functions, "tasks.ts")
})

afterEach(async () => {
  await dev.interrupt()
  rmSync(folder, { recursive: true, force: true })
})

test("a functions folder that goes and comes back is seen, however busy Node's threads are", async () => {
  writeFileSync(tasks, "export const = (")
  const busy = join(folder, "busy.mjs")
  writeFileSync(
    busy,
    `import { pbkdf2 } from "node:crypto"
import fs from "node:fs"
import { syncBuiltinESMExports } from "node:module"
const { watch } = fs
fs.watch = (...how) => {
  for (let i = 0; i < 3; i++) pbkdf2("a", "b", 1e6, 64, "sha512", () => {})
  return watch(...how)
}
syncBuiltinESMExports()
`,
  )
  dev = new Running(folder, ["dev", "--port", String(await freePort())], {
    NODE_OPTIONS: `--import ${busy}`,
    UV_THREADPOOL_SIZE: "1",
  })
  await dev.shows("Waiting for a change.")
  renameSync(functions, join(folder, "away"))
  await dev.shows("There is no folder")
  await dev.showsNext(/1 error/, () => renameSync(join(folder, "away"), functions))
})

test("what is saved after the bundler has read it, and before it is watched, goes live", async () => {
  mkdirSync(join(folder, "shared"))
  const shared = join(folder, "shared/text.txt")
  const slow = join(folder, "shared/slow.txt")
  writeFileSync(shared, "old")
  execFileSync("mkfifo", [slow])
  writeFileSync(
    tasks,
    `${readFileSync(tasks, "utf8")}
import text from "../shared/text.txt"
import slow from "../shared/slow.txt"
export const said = query({ args: {}, handler: () => text + slow })
`,
  )
  dev = new Running(folder, ["dev", "--port", String(await freePort())])
  await dev.shows("Generated code for 4 functions")
  await new Promise((resolve) => setTimeout(resolve, 1500))
  writeFileSync(shared, "new")
  // The bundler waits for the text, and the file that takes its place is there when it asks again.
  const pipe = openSync(slow, "w")
  writeFileSync(`${slow}.next`, " and slow")
  renameSync(`${slow}.next`, slow)
  writeSync(pipe, " and slow")
  closeSync(pipe)
  await dev.shows("Ready on")
  await until(
    () => zeroback(folder, ["run", "tasks:said"]).stdout === '"new and slow"\n',
    () => dev.output,
  )
  expect(dev.output).not.toContain("BUNDLE")
})
