import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import { linkTypeScript } from "./golden-projects.js"
import { scaffoldedProject, zeroback } from "./zeroback.js"

let folder: string

beforeEach(() => {
  folder = scaffoldedProject("aliases")
  linkTypeScript(folder)
  mkdirSync(join(folder, "src/lib"), { recursive: true })
  write("src/lib/text.ts", 'export const text: string = "said"\n')
  const tasks = readFileSync(join(folder, "zeroback/tasks.ts"), "utf8")
  write(
    "zeroback/tasks.ts",
    `import { text } from "@/lib/text"\n${tasks}export const said = query({ args: {}, handler: () => text.length })\n`,
  )
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

const write = (path: string, text: string) => writeFileSync(join(folder, path), text)
const bundle = () => zeroback(folder, ["deploy", "--dry-run", "--skip-start"])
const done = { code: 0, stderr: "" }

test("what tsconfig.json maps to paths is checked as it is bundled", () => {
  write("tsconfig.json", '{ "compilerOptions": { /* as in Vite */ "paths": { "@/*": ["./src/*"], }, } }')
  expect(bundle()).toMatchObject(done)
  write("src/lib/text.ts", "export const text = 5\n")
  expect(bundle().stdout + bundle().stderr).toContain("zeroback/tasks.ts:")
})

test("what a tsconfig.json extends counts, and its baseUrl", () => {
  write("tsconfig.json", '{ "extends": "./config/base" }')
  mkdirSync(join(folder, "config"))
  write("config/base.json", '{ "compilerOptions": { "baseUrl": "../src", "paths": { "@/*": ["*"] } } }')
  expect(bundle()).toMatchObject(done)
})

test("an alias that tsconfig.json does not have is no package to install", () => {
  write("tsconfig.app.json", '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }')
  const { code, stderr } = bundle()
  expect(code).toBe(1)
  expect(stderr).toContain(
    'If it stands for a path, the project\'s tsconfig.json has to say so under "paths": the bundler reads no other file.',
  )
  expect(stderr).not.toContain("npm install")
})
