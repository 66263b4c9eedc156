import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import { linkPackages, linkTypeScript } from "./golden-projects.js"
import { Running, freePort, scaffold, until, zeroback } from "./zeroback.js"

let folder: string
let tasks: string
let good: string
let port: number
let dev: Running

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "zeroback-packages-"))
  scaffold(folder)
  tasks = join(folder, "zeroback/tasks.ts")
  good = readFileSync(tasks, "utf8")
  port = await freePort()
})

afterEach(async () => {
  await dev.interrupt()
  rmSync(folder, { recursive: true, force: true })
})

const run = (...args: string[]) => zeroback(folder, ["run", ...args])
const using = (name: string) =>
  `import { three } from "${name}"\n${good}export const number = query({ args: {}, handler: () => three })\n`

/** As a package manager does: what it has installed is written down at last. */
function install(name: string, text: string): void {
  const target = join(folder, "node_modules", name)
  mkdirSync(target, { recursive: true })
  writeFileSync(join(target, "package.json"), '{ "type": "module", "exports": { ".": "./index.js" } }')
  writeFileSync(join(target, "index.js"), text)
  writeFileSync(join(target, "index.d.ts"), "export declare const three: number\n")
  writeFileSync(join(folder, "node_modules/.package-lock.json"), name)
}

test("packages that are not installed are told with the user's lines and their cure, and picked up once they are", async () => {
  writeFileSync(tasks, using("numbers"))
  dev = new Running(folder, ["dev", "--port", String(port)])
  await dev.shows("Waiting for a change.")
  expect(dev.output).toContain(
    'zeroback/tasks.ts:1:23  BUNDLE\nThe package "numbers" is not installed. Run: npm install numbers\n',
  )
  expect(dev.output).toContain('The package "@zeroback/server" is not installed. Run: npm install @zeroback/server\n')
  expect(dev.output.match(/^\S+:\d+:\d+ {2}BUNDLE$/gm)).toHaveLength(2)
  expect(dev.output).not.toMatch(/_generated|worker\.js|alias/)

  linkPackages(folder)
  install("numbers", "export const three = 3\n")
  await dev.shows("Ready on")
  expect(run("tasks:number").stdout).toBe("3\n")
})

test("while the next version has a package that is missing or broken, the last good one answers", async () => {
  linkPackages(folder)
  dev = new Running(folder, ["dev", "--port", String(port)])
  await dev.shows("Ready on")
  writeFileSync(tasks, using("numbers"))
  await dev.shows("The last good version keeps running until this is fixed.")
  expect(run("tasks:list").stdout).toBe("[]\n")
  install("numbers", 'export { three } from "nowhere"\n')
  await dev.shows("The changed code could not be bundled; its error is above.")
  await until(
    () => run("tasks:list").stdout === "[]\n",
    () => `the last good version in:\n${dev.output}`,
  )
  install("numbers", "export const three = 3\n")
  writeFileSync(tasks, `${using("numbers")}// saved\n`)
  await until(
    () => run("tasks:number").stdout === "3\n",
    () => `the mended package in:\n${dev.output}`,
  )
})

test("a package of the workspace that is TypeScript is a source: its errors keep the last good version running", async () => {
  linkPackages(folder)
  linkTypeScript(folder)
  // As a package manager does that keeps packages apart: what a package needs lies below it alone.
  const shared = join(folder, "packages/shared")
  mkdirSync(join(shared, "node_modules/apart"), { recursive: true })
  writeFileSync(join(shared, "node_modules/apart/package.json"), '{ "type": "module", "exports": "./index.js" }')
  writeFileSync(join(shared, "node_modules/apart/index.js"), "export const one = 1\n")
  writeFileSync(join(shared, "node_modules/apart/index.d.ts"), "export declare const one: number\n")
  writeFileSync(join(shared, "package.json"), '{ "type": "module", "exports": "./index.ts" }')
  const text = (three: string) => `import { one } from "apart"\nexport const three: number = ${three}\n`
  const save = (three: string) => writeFileSync(join(shared, "index.ts"), text(three))
  save('"three"')
  const app = join(folder, "apps/app")
  mkdirSync(join(app, "node_modules"), { recursive: true })
  scaffold(app)
  symlinkSync("../../../packages/shared", join(app, "node_modules/shared"))
  writeFileSync(join(app, "zeroback/tasks.ts"), using("shared"))
  const answer = () => zeroback(app, ["run", "tasks:number"]).stdout

  dev = new Running(app, ["dev", "--port", String(port)])
  await dev.shows("It runs as it is; changes go live once this is fixed.")
  await dev.showsNext(/^Reloaded/m, () => save("one + 2"))
  await until(
    () => answer() === "3\n",
    () => `the right type in:\n${dev.output}`,
  )
  for (const [wrong, said] of [
    ['"three"', /packages\/shared\/index\.ts:2:14 {2}TS2322(.|\n)*The last good version keeps running/],
    ["(", /packages\/shared\/index\.ts:2:31 {2}TS1109(.|\n)*The last good version keeps running/],
  ] as const) {
    await dev.showsNext(said, () => save(wrong))
    expect(answer()).toBe("3\n")
  }
  await dev.showsNext(/^Reloaded \(/m, () => save("one + 3"))
  await until(
    () => answer() === "4\n",
    () => `the mended package in:\n${dev.output}`,
  )
  expect(dev.output).not.toContain("Wrangler ended")
})
