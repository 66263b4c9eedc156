import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { spawnSync } from "node:child_process"
import { createRequire } from "node:module"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import { linkPackages } from "./golden-projects.js"
import { zeroback } from "./zeroback.js"

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "zeroback-speed-"))
  linkPackages(folder)
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Milliseconds on a quiet machine. */
const BARS = { help: 250, codegen: 500 }

/** Builds and other tests run beside these: only what takes this many times as long fails. What it took is printed. */
const SLACK = 4

/** What the types of the largest project take, however fast the machine is; it was 481,861 for the first types. */
const MOST_INSTANTIATIONS = 440_000

/** Whether `body` is done within `bar` once in so many times: other tests share the machine. */
function isDoneWithin(bar: number, times: number, what: string, body: () => void): boolean {
  const durations: number[] = []
  do {
    const start = performance.now()
    body()
    durations.push(Math.round(performance.now() - start))
  } while (durations.at(-1)! >= bar && durations.length < times)
  console.log(`${what}: ${durations.join(", ")} ms`)
  return durations.at(-1)! < bar
}

/** A project with one table and five functions of every usual form to a module. */
function writeProject(modules: number): void {
  mkdirSync(join(folder, "zeroback"))
  const tables: string[] = []
  for (let i = 0; i < modules; i++) {
    tables.push(
      `  table${i}: defineTable({ title: v.string(), count: v.number(), done: v.boolean(), note: v.optional(v.string()) })`,
      `    .index("by_count", ["count"]).index("by_title", ["title", "count"]),`,
    )
    writeFileSync(
      join(folder, `zeroback/mod${i}.ts`),
      `import { action, mutation, query, v } from "./_generated/server"
import { api } from "./_generated/api"

export const list = query({ args: {}, handler: (ctx) => ctx.db.query("table${i}").collect() })
export const get = query({ args: { id: v.id("table${i}") }, handler: (ctx, args) => ctx.db.get(args.id) })
export const above = query({
  args: { count: v.number() },
  handler: (ctx, args) =>
    ctx.db
      .query("table${i}")
      .withIndex("by_count", (q) => q.gt("count", args.count))
      .filter((q) => q.eq(q.field("done"), false))
      .order("desc")
      .take(20),
})
export const create = mutation({
  args: { title: v.string(), count: v.optional(v.number()) },
  handler: async (ctx, args) => {
    return await ctx.db.insert("table${i}", { title: args.title, count: args.count ?? 0, done: false })
  },
})
export const copy = action({
  args: { title: v.string() },
  returns: v.number(),
  handler: async (ctx, args) => {
    const all = await ctx.runQuery(api.mod${(i + 1) % modules}.list, {})
    await ctx.runMutation(api.mod${i}.create, { title: args.title, count: all.length })
    return all.length
  },
})
`,
    )
  }
  writeFileSync(
    join(folder, "zeroback/schema.ts"),
    `import { defineSchema, defineTable, v } from "@zeroback/server"\n\n` +
      `export const schema = defineSchema({\n${tables.join("\n")}\n})\n`,
  )
}

test(`--help answers within ${SLACK} times ${BARS.help} ms`, () => {
  expect(isDoneWithin(BARS.help * SLACK, 7, "--help", () => zeroback(folder, ["--help"]))).toBe(true)
})

test(`code for 50 modules is generated within ${SLACK} times ${BARS.codegen} ms`, () => {
  writeProject(50)
  const isFast = isDoneWithin(BARS.codegen * SLACK, 4, "codegen of 50 modules", () => {
    rmSync(join(folder, "zeroback/_generated"), { recursive: true, force: true })
    expect(zeroback(folder, ["codegen"])).toMatchObject({ code: 0, stderr: "" })
  })
  expect(isFast).toBe(true)
})

test("the types of 1,000 functions in 200 modules stay as cheap as when a quiet machine took 3.6 seconds", () => {
  writeProject(200)
  expect(zeroback(folder, ["codegen"]).stdout).toContain("1000 functions")
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({
      compilerOptions: {
        target: "es2022",
        lib: ["es2022", "dom", "dom.iterable"],
        module: "esnext",
        moduleResolution: "bundler",
        types: [],
        strict: true,
        skipLibCheck: true,
        noEmit: true,
      },
      include: ["zeroback"],
    }),
  )
  const compiler = createRequire(import.meta.url).resolve("typescript/bin/tsc")
  const args = [compiler, "-p", folder, "--extendedDiagnostics"]
  const { stdout, status } = spawnSync(process.execPath, args, { encoding: "utf8" })
  expect(status, stdout).toBe(0)
  expect(Number(/^Instantiations:\s+(\d+)$/m.exec(stdout)?.[1])).toBeLessThan(MOST_INSTANTIATIONS)
  console.log(`types of 200 modules: ${/^Total time:\s+(.+)$/m.exec(stdout)?.[1]}`)
})
