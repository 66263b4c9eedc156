import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import { linkPackages } from "./golden-projects.js"
import { Running, freePort, until, zeroback } from "./zeroback.js"

let folder: string
let port: number
let dev: Running | undefined

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "zeroback-dev-"))
  linkPackages(folder)
  port = await freePort()
  zeroback(folder, ["init"])
})

afterEach(async () => {
  await dev?.interrupt()
  dev = undefined
  rmSync(folder, { recursive: true, force: true })
})

async function start(): Promise<Running> {
  dev = new Running(folder, ["dev", "--port", String(port)])
  await dev.shows("Ready on")
  return dev
}

const run = (...args: string[]) => zeroback(folder, ["run", ...args])
const answers = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).status

test("dev serves the scaffolded project; run calls it; a second dev is refused; Ctrl-C ends it all", async () => {
  const remove = "mutation({ args: { id: v.id('tasks') }, handler: (ctx, { id }) => ctx.db.delete(id) })"
  appendFileSync(join(folder, "zeroback/tasks.ts"), `export const remove = ${remove}\n`)
  const server = await start()
  expect(server.output).toContain(`Ready on http://localhost:${port}`)
  expect(server.output).not.toContain("wrangler 4")
  expect(statSync(join(folder, ".zeroback/dev.json")).mode & 0o777).toBe(0o600)

  const created = run("tasks:create", '{"text":"Buy milk"}')
  expect(created).toMatchObject({ code: 0, stderr: "" })
  expect(JSON.parse(created.stdout)).toMatch(/^tasks:/)
  expect(JSON.parse(run("tasks:list").stdout)).toMatchObject([{ text: "Buy milk", isCompleted: false }])
  expect(run("tasks:lst")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('Did you mean "tasks:list"?') as string,
  })
  expect(run("tasks:remove", '{"id":"tasks:01ARZ3NDEKTSV4RRFFQ69G5FAV"}')).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^not_found: Document \S+ does not exist; it may have been deleted\.\n$/) as string,
  })

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

test("dev listens on port 8788 unless it is told another, or says who does", async () => {
  dev = new Running(folder, ["dev"])
  await until(
    () => /Ready on http:\/\/localhost:8788|Port 8788 is already in use/.test(dev!.output),
    () => `port 8788 in:\n${dev!.output}`,
  )
})

test("run --watch prints each new result, logs prints each run, and a change of the code ends neither", async () => {
  const server = await start()
  const watch = new Running(folder, ["run", "tasks:list", "--watch"])
  const logs = new Running(folder, ["logs"])
  try {
    await watch.shows("[]\n")
    run("tasks:create", '{"text":"Buy milk"}')
    await watch.shows('"text": "Buy milk"')
    // The log begins when its reader has connected.
    await until(
      () => {
        run("tasks:create", '{"text":"Buy bread"}')
        return logs.output.includes("mutation tasks:create  ok  ")
      },
      () => "the mutation in the log",
    )
    expect(logs.output).toMatch(/^\d\d:\d\d:\d\d {2}query tasks:list {2}ok {2}[\d.]+ ms/m)

    const tasks = join(folder, "zeroback/tasks.ts")
    writeFileSync(tasks, readFileSync(tasks, "utf8").replace("args.text,", "args.text.toUpperCase(),"))
    await server.shows("Reloaded (")
    await until(
      () => {
        run("tasks:create", '{"text":"sleep"}')
        return watch.output.includes('"text": "SLEEP"')
      },
      () => `the new code's document in:\n${watch.output}\n${server.output}`,
    )
    expect(watch.output.match(/"text": "Buy milk"/g)?.length).toBeGreaterThan(1)
    const refused = run("tasks:nothing", "--watch")
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining("Function not found") as string })
  } finally {
    expect(await watch.interrupt()).toBe(0)
    expect(await logs.interrupt()).toBe(0)
  }
})

test("each saved change goes live, and data stays", async () => {
  const server = await start()
  run("tasks:create", '{"text":"Buy milk"}')
  const tasks = join(folder, "zeroback/tasks.ts")
  const good = readFileSync(tasks, "utf8")
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
      async () => (await count().catch(() => undefined)) === factor,
      () => `the changed function in:\n${server.output}`,
    )
  }
  expect(server.output).toContain("Generated code for 4 functions")
})

test("an error names its place, the generated code stays, and the fix is picked up", async () => {
  const server = await start()
  const schema = join(folder, "zeroback/schema.ts")
  const good = readFileSync(schema, "utf8")
  writeFileSync(schema, good.replace("}),\n", '}).index("by_text", ["txt"]),\n'))
  await server.shows("UNKNOWN_INDEX_FIELD")
  expect(server.output).toContain('Did you mean "text"?')
  await server.shows("The last good version keeps running until this is fixed.")
  writeFileSync(schema, good.replace("}),\n", '}).index("by_text", ["text"]),\n'))
  await server.shows("Generated code for 3 functions in")
  await until(
    () => run("tasks:list").code === 0,
    () => `an answer in:\n${server.output}`,
  )
})

test("the last good version runs on while there are errors of types, of syntax, of imports or of loading", async () => {
  const server = await start()
  run("tasks:create", '{"text":"Buy milk"}')
  const tasks = join(folder, "zeroback/tasks.ts")
  const good = readFileSync(tasks, "utf8")
  for (const [wrong, said] of [
    [good.replace("isCompleted: false", 'isCompleted: "no"'), "zeroback/tasks.ts:13:60  TS2322"],
    [`${good}export const = (`, "zeroback/tasks.ts:25:14  "],
    [`${good}import "./nowhere"\nvoid nowhere`, "zeroback/tasks.ts:26:6  TS2304"],
    [`${good}if (Date.now() > 0) throw new Error("at load")`, "Uncaught Error: at load"],
  ] as const) {
    const shown = server.output.length
    writeFileSync(tasks, wrong)
    await until(
      () => server.output.indexOf("keeps running", shown) > 0,
      () => `the last good version in:\n${server.output}`,
    )
    expect(server.output.slice(shown)).toContain(said)
    expect(server.output.slice(shown)).not.toContain("Reloaded")
    expect(JSON.parse(run("tasks:list").stdout)).toMatchObject([{ text: "Buy milk", isCompleted: false }])
  }
  writeFileSync(tasks, good.replace("isCompleted: false", "isCompleted: true"))
  await server.shows("Reloaded (")
  await until(
    () => run("tasks:create", '{"text":"Sleep"}').code === 0,
    () => `an answer in:\n${server.output}`,
  )
  expect(JSON.parse(run("tasks:list").stdout)).toMatchObject([{}, { text: "Sleep", isCompleted: true }])
})

test("a source outside of the functions folder is watched too", async () => {
  writeFileSync(join(folder, "greeting.ts"), 'export const greeting = "Hello"\n')
  writeFileSync(
    join(folder, "zeroback/greet.ts"),
    'import { query } from "./_generated/server"\nimport { greeting } from "../greeting"\n' +
      "export const greet = query({ args: {}, handler: () => greeting })\n",
  )
  const server = await start()
  expect(run("greet:greet").stdout).toBe('"Hello"\n')
  writeFileSync(join(folder, "greeting.ts"), 'export const greeting = "Good morning"\n')
  await until(
    () => run("greet:greet").stdout === '"Good morning"\n',
    () => `the new greeting in:\n${server.output}`,
  )
})

test("a changed configuration counts, however often its file is replaced; while Wrangler refuses it, dev waits", async () => {
  const server = await start()
  const path = join(folder, "wrangler.toml")
  const good = readFileSync(path, "utf8")
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
    save(status === 200 ? good : good.replace('"ZEROBACK_DO"', '"OTHER"'))
    await health(status)
  }
  save(`${good}\nthis is no TOML`)
  await server.shows("Waiting for a change.")
  save(good)
  await health(200)
  expect(run("tasks:list").stdout).toBe("[]\n")
})

test("dev waits for a project that is wrong from the start", async () => {
  const tasks = join(folder, "zeroback/tasks.ts")
  const good = readFileSync(tasks, "utf8")
  writeFileSync(tasks, "export const = (")
  dev = new Running(folder, ["dev", "--port", String(port)])
  await dev.shows("Waiting for a change.")
  writeFileSync(tasks, good)
  await dev.shows("Ready on")
})

test("what is missing from the start is picked up when it comes", async () => {
  const entry = readFileSync(join(folder, ".zeroback/entry.ts"), "utf8")
  writeFileSync(join(folder, ".zeroback/entry.ts"), `${entry}import "../lib/setup"\n`)
  dev = new Running(folder, ["dev", "--port", String(port)])
  await dev.shows("Waiting for a change.")
  expect(dev.output).toContain('Could not resolve "../lib/setup"')
  mkdirSync(join(folder, "lib"))
  writeFileSync(join(folder, "lib/setup.ts"), 'console.log("set up")\n')
  await dev.shows("Ready on")
})

test("dev reads the entry from JSON in one line, and goes on without a type checker that fails", async () => {
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
  rmSync(join(folder, "node_modules/typescript"))
  for (const path of ["bin/tsc", "lib/typescript.js"]) {
    mkdirSync(dirname(join(folder, "node_modules/typescript", path)), { recursive: true })
    writeFileSync(join(folder, "node_modules/typescript", path), 'throw new Error("no compiler")')
  }
  const server = await start()
  await server.shows("The type checker ended: no compiler")
  expect(run("tasks:list").stdout).toBe("[]\n")
})

test("a file that dev cannot write ends it with its name", async () => {
  writeFileSync(join(folder, ".zeroback/dev"), "")
  dev = new Running(folder, ["dev", "--port", String(port)])
  expect(await dev.ended).toBe(1)
  expect(dev.errors).toMatch(/^Cannot write \S+\/\.zeroback\/dev\/worker\.js\.new: .*\n$/)
})

test("dev waits for code that fails from the start when it is loaded", async () => {
  const tasks = join(folder, "zeroback/tasks.ts")
  const good = readFileSync(tasks, "utf8")
  writeFileSync(tasks, `${good}if (Date.now() > 0) throw new Error("at load")`)
  dev = new Running(folder, ["dev", "--port", String(port)])
  await dev.shows("Waiting for a change.")
  expect(dev.output).toContain("Uncaught Error: at load")
  writeFileSync(tasks, good)
  await dev.shows("Ready on")
  expect(run("tasks:list").stdout).toBe("[]\n")
})

test("deploy asks the deployed server whether what it stores fits the schema", async () => {
  await start()
  run("tasks:create", '{"text":"Buy milk"}')
  const url = `http://localhost:${port}`
  const deploy = (...args: string[]) => zeroback(folder, ["deploy", "--dry-run", ...args])
  expect(deploy("--url", url)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining(`The documents at ${url} fit the schema.`) as string,
  })

  const schema = join(folder, "zeroback/schema.ts")
  const added = '    priority: v.union(v.literal(1n), v.literal("low")),\n'
  writeFileSync(schema, readFileSync(schema, "utf8").replace("    text:", `${added}    text:`))
  const tasks = join(folder, "zeroback/tasks.ts")
  writeFileSync(tasks, readFileSync(tasks, "utf8").replace("isCompleted: false", 'isCompleted: false, priority: "low"'))
  const refused = deploy("--url", url)
  expect(refused.stderr).toMatch(
    /would not serve this schema\.\n(.|\n)*"tasks", field "priority"(.|\n)*Nothing was deployed\./,
  )
  expect(refused.code).toBe(1)

  const unreachable = deploy("--url", "http://127.0.0.1:9")
  expect(unreachable.stderr).toContain(
    "The schema was not compared with the deployed one: No server answers at http://127.0.0.1:9",
  )
  expect(unreachable.code).toBe(0)
  const silent = deploy()
  expect(silent.stdout).toContain("The schema was not compared with the deployed one: name the server with --url")
  expect(silent.code).toBe(0)
})

test("deploy --dry-run bundles and reports the size; deploy without a login says how to log in", () => {
  const bundled = zeroback(folder, ["deploy", "--dry-run"])
  const [, kibibytes] = /Total Upload: .* gzip: ([\d.]+) KiB/.exec(bundled.stdout)!
  expect(Number(kibibytes), "a minified Worker").toBeLessThan(80)
  expect(bundled.code).toBe(0)
  const tasks = join(folder, "zeroback/tasks.ts")
  writeFileSync(tasks, readFileSync(tasks, "utf8").replace("isCompleted: false", 'isCompleted: "no"'))
  const mistyped = zeroback(folder, ["deploy", "--dry-run"])
  expect(mistyped).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("zeroback/tasks.ts:13:60  TS2322") as string,
  })
  writeFileSync(tasks, readFileSync(tasks, "utf8").replace('isCompleted: "no"', "isCompleted: false"))
  const env = { CLOUDFLARE_API_TOKEN: undefined, HOME: folder, XDG_CONFIG_HOME: folder }
  writeFileSync(join(folder, "pnpm-lock.yaml"), "")
  const refused = zeroback(folder, ["deploy"], env)
  expect(refused.stderr).toContain("Not logged in to Cloudflare. Run: pnpx wrangler login")
  expect(refused.code).toBe(1)
})
