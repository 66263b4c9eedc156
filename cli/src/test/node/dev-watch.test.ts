import { execFileSync } from "node:child_process"
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { Running, freePort, scaffoldedProject } from "./zeroback.js"

let folder: string
let functions: string
let tasks: string
let good: string
let dev: Running

beforeAll(async () => {
  folder = scaffoldedProject("watch")
  functions = join(folder, "zeroback")
  tasks = join(functions, "tasks.ts")
  good = readFileSync(tasks, "utf8")
  dev = new Running(folder, ["dev", "--port", String(await freePort())])
  await dev.shows("Ready on")
})

afterAll(async () => {
  await dev.interrupt()
  rmSync(folder, { recursive: true, force: true })
})

const shows = (pattern: RegExp, act: () => void) => dev.showsNext(pattern, act)

const query = (name: string) =>
  `import { query } from "${"../".repeat(name.split("/").length - 1) || "./"}_generated/server"\n` +
  `export const ${name.split("/").at(-1)} = query({ args: {}, handler: () => 1 })\n`

/** As sed, Git and many editors save: a file beside it takes its place. */
function replace(path: string, text: string): void {
  writeFileSync(`${path}~`, text)
  renameSync(`${path}~`, path)
}

test("a file is watched however often it was replaced by another, or removed and made again", async () => {
  for (const saved of ["1", "2", "3"]) await shows(/^Reloaded/m, () => replace(tasks, `${good}// ${saved}\n`))
  for (const saved of ["4", "5"]) {
    await shows(/^Reloaded/m, () => {
      renameSync(tasks, join(folder, "backup"))
      writeFileSync(tasks, `${good}// ${saved}\n`)
    })
  }
  await shows(/^Reloaded/m, () => writeFileSync(tasks, `${good}// in its place\n`))
  await shows(/zeroback\/tasks\.ts:\d+:\d+/, () => replace(tasks, `${good}export const = (`))
  await shows(/^Reloaded/m, () => replace(tasks, good))
})

test("Git's changes of files are seen, one after the other", async () => {
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...args], { cwd: folder })
  git("init", "-q", "-b", "one")
  git("add", "zeroback")
  git("commit", "-qm", "one")
  git("checkout", "-qb", "two")
  await shows(/^Reloaded/m, () => replace(tasks, `${good}// two\n`))
  git("commit", "-qam", "two")
  for (const branch of ["one", "two", "one"]) await shows(/^Reloaded/m, () => git("checkout", "-q", branch))
})

test("folders are watched that come with files in them, are moved, or removed and restored", async () => {
  const [deep, moved] = [join(functions, "deep"), join(functions, "moved")]
  await shows(/Generated code for 4 functions/, () => {
    mkdirSync(join(deep, "er"), { recursive: true })
    writeFileSync(join(deep, "er/one.ts"), query("deep/er/one"))
  })
  await shows(/^Reloaded/m, () => writeFileSync(join(deep, "er/one.ts"), `${query("deep/er/one")}// 2\n`))
  await shows(/Generated code for 4 functions/, () => renameSync(deep, moved))
  await shows(/Generated code for 5 functions/, () => writeFileSync(join(moved, "er/two.ts"), query("deep/er/two")))
  await shows(/Generated code for 3 functions/, () => renameSync(moved, join(folder, "elsewhere")))
  await shows(/Generated code for 5 functions/, () => renameSync(join(folder, "elsewhere"), moved))
  await shows(/^Reloaded/m, () => replace(join(moved, "er/two.ts"), `${query("deep/er/two")}// 2\n`))
  await shows(/Generated code for 3 functions/, () => rmSync(moved, { recursive: true }))
})

test("the functions folder itself may be gone for a while", async () => {
  await shows(/There is no folder zeroback/, () => renameSync(functions, join(folder, "away")))
  await shows(/Generated code for 4 functions/, () => {
    writeFileSync(join(folder, "away/one.ts"), query("one"))
    renameSync(join(folder, "away"), functions)
  })
  await shows(/Generated code for 3 functions/, () => rmSync(join(functions, "one.ts")))
})

test("generated code that was removed is generated again", async () => {
  const generated = join(functions, "_generated")
  const api = readFileSync(join(generated, "api.ts"), "utf8")
  await shows(/Generated code for 3 functions/, () => rmSync(generated, { recursive: true }))
  // A folder is watched a moment after it was made, and nothing says when.
  await new Promise((resolve) => setTimeout(resolve, 2_000))
  await shows(/Generated code for 3 functions/, () => rmSync(join(generated, "api.ts")))
  expect(readFileSync(join(generated, "api.ts"), "utf8")).toBe(api)
})
