import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import { Running, freePort, scaffoldedProject, until, zeroback } from "./zeroback.js"

let folder: string
let dev: Running

beforeEach(() => (folder = scaffoldedProject("start")))

afterEach(async () => {
  await dev.interrupt()
  rmSync(folder, { recursive: true, force: true })
})

const run = (...args: string[]) => zeroback(folder, ["run", ...args])

test("dev waits while its first version is wrong, misses a source or fails when it is loaded", async () => {
  const tasks = join(folder, "zeroback/tasks.ts")
  const good = readFileSync(tasks, "utf8")
  const entry = readFileSync(join(folder, ".zeroback/entry.ts"), "utf8")
  writeFileSync(join(folder, ".zeroback/entry.ts"), `${entry}import "../lib/setup"\n`)
  writeFileSync(tasks, "export const = (")
  dev = new Running(folder, ["dev", "--port", String(await freePort())])
  await dev.shows("Waiting for a change.")
  expect(dev.output).toContain("zeroback/tasks.ts:1:14  ")

  await dev.showsNext(/Could not resolve "\.\.\/lib\/setup"(.|\n)*Waiting for a change\./, () =>
    writeFileSync(tasks, `${good}if (Math.PI > 3) throw new Error("at load")`),
  )
  await dev.showsNext(/Uncaught Error: at load\n.* \(zeroback\/tasks\.ts:25:24\)(.|\n)*Waiting for a change\./, () => {
    mkdirSync(join(folder, "lib"))
    writeFileSync(join(folder, "lib/setup.ts"), 'console.log("set up")\n')
  })
  expect(dev.output).not.toContain("Ready on")
  await dev.showsNext(/^Ready on/m, () => writeFileSync(tasks, good))
  expect(run("tasks:list").stdout).toBe("[]\n")
})

test("dev on its own port reads the entry from JSON in one line, and goes on without a type checker that fails", async () => {
  rmSync(join(folder, "wrangler.toml"))
  const classes = '"migrations":[{"tag":"v1","new_sqlite_classes":["ZerobackDO"]}]'
  const bindings = '"durable_objects":{"bindings":[{"name":"ZEROBACK_DO","class_name":"ZerobackDO"}]}'
  writeFileSync(
    join(folder, "wrangler.jsonc"),
    `{"name":"app","main":"src/entry.ts",/**/"compatibility_date":"2026-02-24",${bindings},${classes},}`,
  )
  mkdirSync(join(folder, "src"))
  renameSync(join(folder, ".zeroback/entry.ts"), join(folder, "src/entry.ts"))
  writeFileSync(join(folder, ".zeroback/entry.ts"), "this is not the entry")
  for (const path of ["bin/tsc", "lib/typescript.js"]) {
    mkdirSync(dirname(join(folder, "node_modules/typescript", path)), { recursive: true })
    writeFileSync(join(folder, "node_modules/typescript", path), 'throw new Error("no compiler")')
  }
  dev = new Running(folder, ["dev"])
  await until(
    () => /Ready on http:\/\/localhost:8788|Port 8788 is already in use/.test(dev.output),
    () => `port 8788 in:\n${dev.output}`,
  )
  if (dev.output.includes("already in use")) {
    expect(await dev.ended).toBe(1)
    dev = new Running(folder, ["dev", "--port", String(await freePort())])
    await dev.shows("Ready on")
  }
  await dev.shows("The type checker ended: no compiler")
  expect(run("tasks:list").stdout).toBe("[]\n")
})

test("a file that dev cannot write ends it with its name", async () => {
  writeFileSync(join(folder, ".zeroback/dev"), "")
  dev = new Running(folder, ["dev", "--port", String(await freePort())])
  expect(await dev.ended).toBe(1)
  expect(dev.errors).toMatch(/^Cannot write \S+\/\.zeroback\/dev\/worker\.js\.new: E[A-Z]+: .*\n$/)
})
