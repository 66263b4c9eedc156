import { appendFileSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { linkTypeScript } from "./golden-projects.js"
import { Running, freePort, scaffoldedProject, until, zeroback } from "./zeroback.js"

// One server serves all of these tests, each of which saves whole files: what runs in the end is another one's start.

let folder: string
let port: number
let server: Running
let tasks: string
let good: string

beforeAll(async () => {
  folder = scaffoldedProject("dev")
  linkTypeScript(folder)
  port = await freePort()
  tasks = join(folder, "zeroback/tasks.ts")
  const remove = "mutation({ args: { id: v.id('tasks') }, handler: (ctx, { id }) => ctx.db.delete(id) })"
  appendFileSync(tasks, `export const remove = ${remove}\n`)
  good = readFileSync(tasks, "utf8")
  writeFileSync(join(folder, "greeting.ts"), 'export const greeting = "Hello"\n')
  writeFileSync(
    join(folder, "zeroback/greet.ts"),
    'import { query } from "./_generated/server"\nimport { greeting } from "../greeting"\n' +
      "export const greet = query({ args: {}, handler: () => greeting })\n" +
      "export const fail = query({\n  args: {},\n  handler: () => {\n    throw new Error(greeting)\n  },\n})\n",
  )
  server = new Running(folder, ["dev", "--port", String(port)])
  await server.shows("Ready on")
})

afterAll(async () => {
  await server.interrupt()
  rmSync(folder, { recursive: true, force: true })
})

const run = (...args: string[]) => zeroback(folder, ["run", ...args])
const answers = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).status

test("dev serves the scaffolded project; run calls it", () => {
  expect(server.output).toContain(`Ready on http://localhost:${port}`)
  expect(server.output).not.toContain("wrangler 4")
  expect(statSync(join(folder, ".zeroback/dev.json")).mode & 0o777).toBe(0o600)

  const created = run("tasks:create", '{"text":"Buy milk"}')
  expect(created).toMatchObject({ code: 0, stderr: "" })
  expect(JSON.parse(created.stdout)).toMatch(/^tasks:/)
  expect(JSON.parse(run("tasks:list").stdout)).toMatchObject([{ text: "Buy milk", isCompleted: false }])
  for (const name of ["tasks:lst", "api.tasks.list", "zeroback/tasks:list"])
    expect(run(name).stderr).toContain('Did you mean "tasks:list"?')
  expect(run("elsewhere")).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/ This project has: greet:fail, greet:greet, tasks:create, .*\.\n$/) as string,
  })
  expect(run("tasks:remove", '{"id":"tasks:01ARZ3NDEKTSV4RRFFQ69G5FAV"}')).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^not_found: Document \S+ does not exist; it may have been deleted\.\n$/) as string,
  })
})

test("run --watch prints each new result, logs prints each run, and a change of the code ends neither", async () => {
  const watch = new Running(folder, ["run", "tasks:list", "--watch"])
  const logs = new Running(folder, ["logs"])
  try {
    await watch.shows('"text": "Buy milk"')
    run("tasks:create", '{"text":"Buy cheese"}')
    await watch.shows('"text": "Buy cheese"')
    // The log begins when its reader has connected.
    await until(
      () => {
        run("tasks:create", '{"text":"Buy bread"}')
        return logs.output.includes("mutation tasks:create  ok  ")
      },
      () => "the mutation in the log",
    )
    expect(logs.output).toMatch(/^\d\d:\d\d:\d\d {2}query tasks:list {2}ok {2}[\d.]+ ms/m)

    await server.showsNext(/^Reloaded \(/m, () => writeFileSync(tasks, good.replace("args.text,", "args.text + '!',")))
    await until(
      () => {
        run("tasks:create", '{"text":"sleep"}')
        return watch.output.includes('"text": "sleep!"')
      },
      () => `the new code's document in:\n${watch.output}\n${server.output}`,
    )
    run("greet:fail")
    await logs.shows("Error: Hello\n    at Object.handler (zeroback/greet.ts:7:11)\n")
    expect(watch.output.match(/"text": "Buy milk"/g)?.length).toBeGreaterThan(1)
    const refused = run("tasks:nothing", "--watch")
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining("Function not found") as string })
  } finally {
    expect(await watch.interrupt()).toBe(0)
    expect(await logs.interrupt()).toBe(0)
  }
})

test("each saved change goes live, and data stays", async () => {
  const stored = (JSON.parse(run("tasks:list").stdout) as unknown[]).length
  expect(stored).toBeGreaterThan(0)
  const count = async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/query`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ fn: "tasks:count", args: {} }),
    })
    return answer.status === 200 ? ((await answer.json()) as { result: number }).result : undefined
  }
  for (const factor of [1, 10, 100, 1000, 10_000]) {
    const collected = `(await ctx.db.query("tasks").collect()).length * ${factor}`
    writeFileSync(tasks, `${good}export const count = query({ args: {}, handler: async (ctx) => ${collected} })\n`)
    await until(
      async () => (await count().catch(() => undefined)) === stored * factor,
      () => `the changed function in:\n${server.output}`,
    )
  }
  expect(server.output).toContain("Generated code for 7 functions")
})

test("an error names its place, the generated code stays, and the fix is picked up", async () => {
  const schema = join(folder, "zeroback/schema.ts")
  const goodSchema = readFileSync(schema, "utf8")
  const told = /UNKNOWN_INDEX_FIELD(.|\n)*Did you mean "text"\?(.|\n)*The last good version keeps running until this is/
  await server.showsNext(told, () =>
    writeFileSync(schema, goodSchema.replace("}),\n", '}).index("by_text", ["txt"]),\n')),
  )
  await server.showsNext(/^Generated code for 7 functions in(.|\n)*^Reloaded/m, () =>
    writeFileSync(schema, goodSchema.replace("}),\n", '}).index("by_text", ["text"]),\n')),
  )
  await until(
    () => run("tasks:list").code === 0,
    () => `an answer in:\n${server.output}`,
  )
})

test("the last good version runs on while there are errors of types, of syntax, of imports or of loading", async () => {
  await server.showsNext(/^Reloaded \(/m, () => writeFileSync(tasks, good))
  const before = run("tasks:list").stdout
  expect(before).toContain("Buy milk")
  for (const [wrong, said] of [
    [good.replace("isCompleted: false", 'isCompleted: "no"'), "zeroback/tasks.ts:13:60  TS2322"],
    [`${good}export const = (`, "zeroback/tasks.ts:26:14  "],
    [`${good}import "./nowhere"\nvoid nowhere`, "zeroback/tasks.ts:27:6  TS2304"],
    [
      `${good}if (Math.PI > 3) throw new Error("at load")`,
      "Uncaught Error: at load\n    at null.<anonymous> (zeroback/tasks.ts:26:24)\n",
    ],
  ] as const) {
    const shown = server.output.length
    await server.showsNext(/keeps running/, () => writeFileSync(tasks, wrong))
    expect(server.output.slice(shown)).toContain(said)
    expect(server.output.slice(shown)).not.toContain("Reloaded")
    expect(run("tasks:list").stdout).toBe(before)
  }
  await server.showsNext(/^Reloaded \(/m, () =>
    writeFileSync(tasks, good.replace("isCompleted: false", "isCompleted: true")),
  )
  await until(
    () => run("tasks:create", '{"text":"Sleep"}').code === 0,
    () => `an answer in:\n${server.output}`,
  )
  const after = JSON.parse(run("tasks:list").stdout) as object[]
  expect(after.slice(0, -1)).toEqual(JSON.parse(before))
  expect(after.at(-1)).toMatchObject({ text: "Sleep", isCompleted: true })
})

test("a source outside of the functions folder is watched too", async () => {
  expect(run("greet:greet").stdout).toBe('"Hello"\n')
  writeFileSync(join(folder, "greeting.ts"), 'export const greeting = "Good morning"\n')
  await until(
    () => run("greet:greet").stdout === '"Good morning"\n',
    () => `the new greeting in:\n${server.output}`,
  )
})

test("a changed configuration counts, however often its file is replaced; while Wrangler refuses it, dev waits", async () => {
  const path = join(folder, "wrangler.toml")
  const goodConfiguration = readFileSync(path, "utf8")
  /** As many editors save: a file beside it takes its place. */
  const save = (text: string) => {
    writeFileSync(`${path}.new`, text)
    renameSync(`${path}.new`, path)
  }
  const health = (status: number) =>
    until(
      async () => (await answers("/health").catch(() => 0)) === status,
      () => `${status} in:\n${server.output}`,
    )
  for (const status of [503, 200, 503]) {
    save(status === 200 ? goodConfiguration : goodConfiguration.replace('"ZEROBACK_DO"', '"OTHER"'))
    await health(status)
  }
  await server.showsNext(/^Waiting for a change\./m, () => save(`${goodConfiguration}\nthis is no TOML`))
  save(goodConfiguration)
  await health(200)
  expect(run("tasks:list").stdout).toContain("Buy milk")
})

test("a second dev is refused; Ctrl-C ends it all", async () => {
  const second = zeroback(folder, ["dev", "--port", String(port)])
  expect(second.code).toBe(1)
  expect(second.stderr).toMatch(
    new RegExp(
      `^"zeroback dev" already runs in this folder \\(process ${server.pid}, http://localhost:${port}\\)\\. Two`,
    ),
  )

  expect(await server.interrupt()).toBe(0)
  await until(
    () =>
      answers("/health").then(
        () => false,
        () => true,
      ),
    () => "the server to be gone",
  )
  expect(() => statSync(join(folder, ".zeroback/dev.json"))).toThrow("ENOENT")
})
