import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { Running, freePort, scaffoldedProject, until, zeroback } from "./zeroback.js"

let folder: string
let functions: string
let dev: Running

beforeAll(async () => {
  folder = scaffoldedProject("folder")
  functions = join(folder, "src/zeroback")
  cpSync(join(folder, "zeroback"), functions, { recursive: true })
  for (const path of ["zeroback", ".zeroback", "src/zeroback/_generated"])
    rmSync(join(folder, path), { recursive: true })
  dev = new Running(folder, ["dev", "./src/zeroback", "--port", String(await freePort())])
  await dev.shows("Ready on")
})

afterAll(async () => {
  await dev.interrupt()
  rmSync(folder, { recursive: true, force: true })
})

const run = (...args: string[]) => zeroback(folder, ["run", ...args])

test("dev looks away from what is generated or installed in the functions folder", async () => {
  const shown = dev.output
  mkdirSync(join(functions, "node_modules/other"), { recursive: true })
  writeFileSync(join(functions, "node_modules/other/index.ts"), "export const = (")
  writeFileSync(join(functions, "_generated/notes.txt"), "")
  await new Promise((resolve) => setTimeout(resolve, 1500))
  expect(dev.output).toBe(shown)
})

test("dev of another functions folder writes the entry and serves nested, internal and new functions", async () => {
  expect(dev.output).toContain("Created .zeroback/entry.ts")
  expect(readFileSync(join(folder, ".zeroback/entry.ts"), "utf8")).toContain('"../src/zeroback/_generated/manifest"')

  mkdirSync(join(functions, "utils"))
  writeFileSync(
    join(functions, "utils/stats.ts"),
    'import { internalQuery } from "../_generated/server"\n' +
      'export const all = internalQuery({ args: {}, handler: (ctx) => ctx.db.query("tasks").collect() })\n',
  )
  await dev.shows("Generated code for 4 functions")
  await until(
    () => run("utils/stats:all").stdout === "[]\n",
    () => `the internal function in:\n${dev.output}`,
  )
  rmSync(join(functions, "utils"), { recursive: true })
  await until(
    () => run("utils/stats:all").stderr.includes("not found"),
    () => `the end of the removed function in:\n${dev.output}`,
  )
})

test("dev of the project's own folder builds once for each change", async () => {
  await dev.interrupt()
  cpSync(functions, folder, { recursive: true })
  rmSync(join(folder, ".zeroback"), { recursive: true })
  dev = new Running(folder, ["dev", ".", "--port", String(await freePort())])
  await dev.shows("Ready on")
  const tasks = join(folder, "tasks.ts")
  const reloads = () => dev.output.match(/^Reloaded/gm)?.length ?? 0
  for (const change of [1, 2]) {
    writeFileSync(tasks, `${readFileSync(tasks, "utf8")}export const change${change} = ${change}\n`)
    await until(
      () => reloads() >= change,
      () => `reload ${change} in:\n${dev.output}`,
    )
  }
  expect(run("tasks:list").stdout).toBe("[]\n")
  expect(reloads()).toBe(2)
})

test("what cannot be written is told, and the last good version runs on until it can", async () => {
  const inTheWay = join(folder, ".zeroback/dev/worker.js.new")
  const tasks = join(folder, "tasks.ts")
  mkdirSync(inTheWay)
  await dev.showsNext(/Cannot write .*worker\.js\.new: EISDIR(.|\n)*The last good version keeps running/, () =>
    writeFileSync(tasks, readFileSync(tasks, "utf8").replace("isCompleted: false }", "isCompleted: true }")),
  )
  expect(run("tasks:list").stdout).toBe("[]\n")
  rmSync(inTheWay, { recursive: true })
  await dev.showsNext(/^Reloaded \(/m, () => writeFileSync(tasks, `${readFileSync(tasks, "utf8")}// again\n`))
})
