import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { format } from "prettier"
import ts from "typescript"
import { afterAll, beforeAll, expect, test } from "vitest"
import { goldenProject, goldenProjects, linkPackages, unpack } from "./golden-projects.js"

/** What Vite's React template sets, which is stricter than `strict`, without the types of Workers or Node. */
const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  lib: ["lib.es2023.d.ts", "lib.dom.d.ts"],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  verbatimModuleSyntax: true,
  erasableSyntaxOnly: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  noFallthroughCasesInSwitch: true,
  noUncheckedSideEffectImports: true,
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  types: [],
}

/** What the author's own files may do without the generated ones being at fault. */
const AUTHORS_FREEDOM = { erasableSyntaxOnly: false, noUnusedLocals: false }

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "zeroback-types-"))
  linkPackages(folder)
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What no test writes: TypeScript's own libraries and this repository's packages, which take longest to read. */
const unchanging = new Map<string, ts.SourceFile | undefined>()

function compilerHost(settings: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(settings)
  const read = host.getSourceFile.bind(host)
  host.getSourceFile = (path, ...rest) => {
    if (path.startsWith(folder)) return read(path, ...rest)
    if (!unchanging.has(path)) unchanging.set(path, read(path, ...rest))
    return unchanging.get(path)
  }
  return host
}

function errorsIn(roots: string[], overrides: ts.CompilerOptions = {}): string[] {
  const settings = { ...options, ...overrides }
  const program = ts.createProgram(roots, settings, compilerHost(settings))
  return ts.getPreEmitDiagnostics(program).map((diagnostic) => {
    const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n")
    if (diagnostic.file === undefined) return message
    const { line } = ts.getLineAndCharacterOfPosition(diagnostic.file, diagnostic.start ?? 0)
    return `${diagnostic.file.fileName.replace(folder, "")}:${line + 1} ${message}`
  })
}

test("generated code of every golden project type-checks", () => {
  const roots: string[] = []
  for (const project of goldenProjects()) {
    if (project.failing) continue
    unpack(project, join(folder, project.name))
    for (const path of project.files.keys()) if (path.endsWith(".ts")) roots.push(join(folder, project.name, path))
  }
  expect(roots.length).toBeGreaterThan(100)
  expect(errorsIn(roots, AUTHORS_FREEDOM)).toEqual([])
})

test("the scaffolded project passes all of the Vite template's checks", () => {
  const todo = goldenProject("todo")
  unpack(todo, join(folder, "strict"))
  expect(errorsIn([...todo.files.keys()].map((path) => join(folder, "strict", path)))).toEqual([])
})

test("an optional field takes undefined, also for a project that tells it from a missing one", () => {
  unpack(goldenProject("typed_calls"), join(folder, "optional"))
  const finishing = join(folder, "optional/zeroback/finishing.ts")
  writeFileSync(
    finishing,
    `import { mutation, v } from "./_generated/server"
export const finish = mutation({
  args: { id: v.id("tasks"), done: v.optional(v.boolean()) },
  handler: (ctx, { id, done }) => ctx.db.patch(id, { done }),
})
`,
  )
  expect(errorsIn([finishing], { exactOptionalPropertyTypes: true })).toEqual([])
})

test("what is wrong with a call is said of what the user wrote", () => {
  unpack(goldenProject("todo"), join(folder, "calls"))
  const calls = join(folder, "calls/zeroback/calls.ts")
  writeFileSync(
    calls,
    `import { cronJobs } from "@zeroback/server"
import { api } from "./_generated/api"
import { mutation } from "./_generated/server"
export const all = mutation({
  args: {},
  handler: async (ctx) => {
    await ctx.runMutation(api.tasks.create)
    await ctx.scheduler.runAfter(0, api.tasks.create)
    cronJobs().interval("create", { hours: 1 }, api.tasks.create)
    ctx.db.query("taks")
  },
})
`,
  )
  expect(errorsIn([calls])).toEqual([
    "/calls/zeroback/calls.ts:7 Expected 2 arguments, but got 1.",
    "/calls/zeroback/calls.ts:8 Expected 3 arguments, but got 2.",
    "/calls/zeroback/calls.ts:9 Expected 4 arguments, but got 3.",
    `/calls/zeroback/calls.ts:10 Argument of type '"taks"' is not assignable to parameter of type '"tasks"'.`,
  ])
})

test("generated code type-checks in a project that resolves modules as Node does, where imports name files", () => {
  const todo = goldenProject("todo")
  unpack(todo, join(folder, "node"))
  const node = { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext }
  const roots = [...todo.files.keys()].map((path) => join(folder, "node", path))
  for (const path of roots.filter((each) => !each.includes("_generated")))
    writeFileSync(path, readFileSync(path, "utf8").replaceAll(/from "([.]+\/[^"]+)"/g, 'from "$1.js"'))
  writeFileSync(join(folder, "node/package.json"), '{ "type": "module" }')
  expect(errorsIn(roots, node)).toEqual([])
})

test("the Worker's variables have the types that the project gives them, else unknown ones", () => {
  unpack(goldenProject("todo"), join(folder, "env"))
  const mail = join(folder, "env/zeroback/mail.ts")
  const own = join(folder, "env/env.d.ts")
  const server = 'import { env } from "cloudflare:workers"\nimport { v } from "./_generated/server"\n'
  writeFileSync(mail, `${server}export const key: string = env.MAIL_KEY\nexport const name = v.string()\n`)
  writeFileSync(own, 'declare module "cloudflare:workers" {\n  export const env: { MAIL_KEY: string }\n}\n')
  expect(errorsIn([mail])).toEqual(["/env/zeroback/mail.ts:3 Type 'unknown' is not assignable to type 'string'."])
  expect(errorsIn([mail, own], { skipLibCheck: false })).toEqual([])
})

test("an editor goes from a reference to the function and shows what is written about it, and about the factories", () => {
  const generated = join(folder, "editor/zeroback/_generated")
  unpack(goldenProject("nested_folders"), join(folder, "editor"))
  const program = ts.createProgram([join(generated, "api.ts")], options, compilerHost(options))
  const checker = program.getTypeChecker()
  const commentOf = (symbol?: ts.Symbol) => ts.displayPartsToString(symbol?.getDocumentationComment(checker))
  const member = (symbol: ts.Symbol, name: string) => checker.getTypeOfSymbol(symbol).getProperty(name)!
  const exported = (file: string, name: string) => {
    const source = checker.getSymbolAtLocation(program.getSourceFile(join(generated, file))!)!
    return checker.getExportsOfModule(source).find((each) => each.name === name)!
  }
  const list = member(member(exported("api.ts", "api"), "tasks"), "list")
  expect(list.declarations?.map((each) => each.getSourceFile().fileName)).toEqual([
    join(folder, "editor/zeroback/tasks.ts"),
  ])
  expect(commentOf(list)).toBe("Lists all tasks.")
  expect(commentOf(exported("server.ts", "query"))).toContain("read-only")
})

test("generated code is as Prettier formats it", async () => {
  for (const project of goldenProjects()) {
    if (project.failing) continue
    for (const [path, text] of project.files) {
      if (!path.includes("_generated")) continue
      const formatted = await format(text, { parser: "typescript", semi: false, printWidth: 120 })
      expect(text, `${project.name}: ${path}`).toBe(formatted)
    }
  }
})
