// A new user in an empty folder, with the packages as they would be published: the React quickstart, command by command.
// Only the ports differ from what the page says. The transcript is in .build/logs/new-user.txt.
import assert from "node:assert/strict"
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { spawnSync } from "node:child_process"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { after, before, test } from "node:test"
import { pathToFileURL } from "node:url"
import { WebSocket } from "ws"
import { freePort } from "../lib/ports.mjs"
import { logs, repository } from "../lib/process.mjs"
import { installCommand, packAll } from "../lib/release/packages.mjs"
import { samplesOf } from "../lib/samples.mjs"
import { serveRegistry } from "./new-user/local-registry.mjs"
import { Shell } from "./new-user/shell.mjs"
import { until } from "./until.mjs"

globalThis.WebSocket ??= WebSocket

const base = mkdtempSync(join(tmpdir(), "new-user-"))
const empty = join(base, "empty")
const app = join(empty, "my-todo")
let packages, registry, shell, port, backend, failed

before(async () => {
  for (const folder of ["empty", "tarballs", "npm"]) mkdirSync(join(base, folder))
  packages = packAll(join(base, "tarballs"))
  registry = await serveRegistry(packages)
  shell = new Shell({
    npm_config_yes: "true",
    npm_config_audit: "false",
    npm_config_fund: "false",
    npm_config_cache: npmCache(),
    npm_config_globalconfig: npmSettings(registry.url),
    XDG_CONFIG_HOME: join(base, "config"),
  })
  port = await freePort()
})

after(async () => {
  await shell?.close()
  await registry?.close()
  mkdirSync(logs, { recursive: true })
  writeFileSync(join(logs, "new-user.txt"), shell?.transcript ?? "")
  rmSync(base, { recursive: true, force: true, maxRetries: 10 })
})

/** The machine's settings of npm, with `@zeroback` at the local registry: a shell drops variables with `@` in them. */
function npmSettings(url) {
  const usual = spawnSync("npm", ["config", "get", "globalconfig"], { encoding: "utf8" }).stdout.trim()
  const inherited = existsSync(usual) ? readFileSync(usual, "utf8") : ""
  const path = join(base, "npmrc")
  writeFileSync(path, `${inherited}\n@zeroback:registry=${url}\n`)
  return path
}

/** A cache in which npx keeps nothing from one run to the next, while downloads stay. */
function npmCache() {
  const usual = spawnSync("npm", ["config", "get", "cache"], { encoding: "utf8" }).stdout.trim()
  mkdirSync(join(usual, "_cacache"), { recursive: true })
  symlinkSync(join(usual, "_cacache"), join(base, "npm/_cacache"))
  return join(base, "npm")
}

async function succeeds(folder, command) {
  const { code, output } = await shell.run(folder, command)
  assert.equal(code, 0, `${command}\n${output}`)
  return output
}

/** A step that needs all steps before it. */
function step(name, body) {
  test(name, async () => {
    assert.equal(failed, undefined, `"${failed}" failed before`)
    failed = name
    await body()
    failed = undefined
  })
}

async function shows(running, text) {
  const over = running.ended.then((code) => Promise.reject(new Error(`Ended with ${code}: ${running.output}`)))
  const shown = until(
    () => running.output.includes(text),
    () => `"${text}" in
${running.output}`,
  )
  over.catch(() => undefined)
  await Promise.race([shown, over])
}

/** The quickstart's schema with one more table; `more` are further fields of a task. */
const schema = (more = "") => `import { defineSchema, defineTable, v } from "@zeroback/server"

export const schema = defineSchema({
  tasks: defineTable({
    text: v.string(),
    isCompleted: v.boolean(),${more}
  }),
  projects: defineTable({ name: v.string(), budget: v.number() })
    .index("by_budget", ["budget"])
    .searchIndex("search_name", { searchField: "name" }),
})
`

const projects = `import { mutation, query, v } from "./_generated/server"

export const create = mutation({
  args: { name: v.string(), budget: v.number() },
  handler: (ctx, args) => ctx.db.insert("projects", args),
})

export const above = query({
  args: { budget: v.number() },
  handler: (ctx, args) =>
    ctx.db
      .query("projects")
      .withIndex("by_budget", (q) => q.gt("budget", args.budget))
      .collect(),
})

export const find = query({
  args: { text: v.string() },
  handler: (ctx, args) => ctx.db.query("projects").search("name", args.text).collect(),
})
`

const names = (json) => JSON.parse(json.slice(json.indexOf("["))).map((document) => document.name)
const write = (path, text) => writeFileSync(join(app, path), text)
const read = (path) => readFileSync(join(app, path), "utf8")

step("1. creates a React app", async () => {
  await succeeds(empty, "npm create vite@latest my-todo -- --template react-ts")
})

step("2. sets up Zeroback", async () => {
  const said = await succeeds(app, "npx @zeroback/cli init")
  for (const path of [
    "zeroback/schema.ts",
    "zeroback/tasks.ts",
    "zeroback/_generated/server.ts",
    "wrangler.toml",
    ".zeroback/entry.ts",
    ".gitignore",
  ]) {
    assert.ok(said.includes(`+ ${path}\n`), `${path} in\n${said}`)
  }
  assert.match(read("wrangler.toml"), /^name = "my-todo"$/m)
})

step("3. installs the dependencies", async () => {
  await succeeds(app, "npm install @zeroback/server @zeroback/react")
})

step("4. starts the dev server", async () => {
  backend = shell.start(app, `npx @zeroback/cli dev --port ${port}`)
  await shows(backend, `Ready on http://localhost:${port}`)
})

step("the page of docs/getting-started.md fits the template as it is", async () => {
  const page = samplesOf(join(repository, "docs/getting-started.md"))
  write("src/App.tsx", page.get("src/App.tsx").replace("ws://localhost:8788/ws", `ws://localhost:${port}/ws`))
  await succeeds(app, "npm run build")
})

step("5. wires up the React client, which the template's own build accepts", async () => {
  for (const [path, text] of samplesOf(join(repository, "docs/quickstart-react.md"))) {
    if (path.startsWith("zeroback/")) assert.equal(read(path), text, `${path} is what init wrote`)
    else if (path.startsWith("src/")) write(path, text.replace("ws://localhost:8788/ws", `ws://localhost:${port}/ws`))
  }
  await succeeds(app, "npm run build")
})

step("the build passes with the newest TypeScript, which the template brings, and with 5.9", async () => {
  const newest = /Version (\d+)\.(\d+)/.exec(await succeeds(app, "npx tsc --version"))
  assert.ok(Number(newest[1]) >= 6, newest[0])
  const { devDependencies } = JSON.parse(read("package.json"))
  await succeeds(app, "npm install --save-dev typescript@~5.9.3")
  assert.match(await succeeds(app, "npx tsc --version"), /Version 5\.9\./)
  await succeeds(app, "npm run build")
  await succeeds(app, `npm install --save-dev typescript@${devDependencies.typescript}`)
})

step("6. starts the frontend", async () => {
  const pagePort = await freePort()
  const frontend = shell.start(app, `npm run dev -- --port ${pagePort} --strictPort`)
  await shows(frontend, "ready in")
  const script = await (await fetch(`http://localhost:${pagePort}/src/App.tsx`)).text()
  assert.match(script, /useQuery/)
  frontend.stop("SIGTERM")
  await frontend.ended
})

step("a mutation of one client is seen by another", async () => {
  const installed = pathToFileURL(join(app, "node_modules/@zeroback/client/dist/index.js")).href
  const { ZerobackClient } = await import(installed)
  const [writer, reader] = [0, 1].map(() => new ZerobackClient(`ws://localhost:${port}/ws`))
  let seen = []
  reader.subscribe("tasks:list", {}, (tasks) => (seen = tasks))
  await writer.mutation("tasks:create", { text: "Buy milk" })
  await until(
    () => seen.length === 1,
    () => "the update",
    10_000,
  )
  await writer.mutation("tasks:toggle", { id: seen[0]._id })
  await until(
    () => seen[0].isCompleted,
    () => "the second update",
    10_000,
  )
  assert.equal(seen[0].text, "Buy milk")
  writer.close()
  reader.close()
  assert.match(await succeeds(app, "npx @zeroback/cli run tasks:list"), /"text": "Buy milk"/)
})

step("an added table with an index and search is live without a restart", async () => {
  write("zeroback/schema.ts", schema())
  write("zeroback/projects.ts", projects)
  await shows(backend, "Reloaded (")
  await until(
    async () =>
      (await shell.run(app, `npx @zeroback/cli run projects:create '{"name":"House by the lake","budget":5}'`)).code ===
      0,
    () => `the new function in\n${backend.output}`,
  )
  await succeeds(app, `npx @zeroback/cli run projects:create '{"name":"Boat","budget":50}'`)
  assert.deepEqual(names(await succeeds(app, `npx @zeroback/cli run projects:above '{"budget":10}'`)), ["Boat"])
  assert.deepEqual(names(await succeeds(app, `npx @zeroback/cli run projects:find '{"text":"lake hou*"}'`)), [
    "House by the lake",
  ])
})

step("a schema that stored documents violate is refused, with what does not fit", async () => {
  const written = read("zeroback/tasks.ts")
  write("zeroback/tasks.ts", written.replace("isCompleted: false }", "isCompleted: false, priority: 1 }"))
  write("zeroback/schema.ts", schema("\n    priority: v.number(),"))
  await until(
    async () => {
      const { code, output } = await shell.run(app, "npx @zeroback/cli run tasks:list")
      return code !== 0 && /Table "tasks", field "priority": documents that do not fit: 1\b/.test(output)
    },
    () => `the refusal in\n${shell.transcript.slice(-4_000)}`,
  )
})

step("a schema that they fit is served, with all of them", async () => {
  write("zeroback/schema.ts", schema("\n    priority: v.optional(v.number()),"))
  await until(
    async () => (await shell.run(app, `npx @zeroback/cli run tasks:create '{"text":"Ship it"}'`)).code === 0,
    () => `the return of the app in\n${backend.output}`,
  )
  const said = await succeeds(app, "npx @zeroback/cli run tasks:list")
  const tasks = JSON.parse(said.slice(said.indexOf("[")))
  assert.deepEqual(
    tasks.map(({ text, priority }) => [text, priority]),
    [
      ["Buy milk", undefined],
      ["Ship it", 1],
    ],
  )
})

step("a test of their own function passes, as docs/testing.md has it", async () => {
  const page = join(repository, "docs/testing.md")
  const [, install] = /^```sh\n(npm install .*)\n```$/m.exec(readFileSync(page, "utf8"))
  await succeeds(app, install)
  write("src/tasks.test.ts", samplesOf(page).get("src/tasks.test.ts"))
  assert.match(await succeeds(app, "npx vitest run"), /Tests +1 passed/)
})

step("deploys dry", async () => {
  const said = await succeeds(app, "npx @zeroback/cli deploy --dry-run")
  assert.match(said, /Total Upload: .*\nBundled to .* nothing was deployed \(--dry-run\)\./)
  assert.doesNotMatch(said, /was not found out/)
})

step("Ctrl-C ends the dev server", async () => {
  backend.stop("SIGINT")
  await backend.ended
  await assert.rejects(fetch(`http://localhost:${port}/health`))
})

step("a newer Node, with the Wrangler that it can run, finds the data again", async () => {
  // npm itself runs on the oldest Node here, and would take the newest Wrangler for that.
  const zeroback = "npx -p node@22 -p wrangler@latest -p @zeroback/cli zeroback"
  const newer = shell.start(app, `${zeroback} dev --port ${port}`)
  await shows(newer, `Ready on http://localhost:${port}`)
  assert.match(await succeeds(app, "npx @zeroback/cli run tasks:list"), /"text": "Buy milk"/)
  newer.stop("SIGINT")
  await newer.ended
  const said = await succeeds(app, `${zeroback} deploy --dry-run`)
  assert.doesNotMatch(said, /was not found out/)
})

test("the Solid quickstart, which the template's own build accepts", async () => {
  const folder = join(empty, "my-solid-todo")
  await succeeds(empty, "npm create vite@latest my-solid-todo -- --template solid-ts")
  await succeeds(folder, "npx @zeroback/cli init")
  await succeeds(folder, "npm install @zeroback/server @zeroback/solid")
  await succeeds(folder, "npx @zeroback/cli codegen")
  for (const [path, text] of samplesOf(join(repository, "docs/quickstart-solid.md"))) {
    if (path.startsWith("zeroback/")) assert.equal(readFileSync(join(folder, path), "utf8"), text)
    else writeFileSync(join(folder, path), text)
  }
  await succeeds(folder, "npm run build")
})

test("without a registry: the command that npm run pack prints is enough for a new app", async () => {
  const folder = join(empty, "offline")
  mkdirSync(folder)
  await succeeds(folder, "npm init -y")
  registry.unpublish()
  await succeeds(folder, installCommand(packages, "react"))
  await succeeds(folder, "npx @zeroback/cli init")
  assert.match(await succeeds(folder, "npx @zeroback/cli codegen"), /Generated code for 3 functions/)
})

test("the transcript has every command of the quickstart, in its order", () => {
  const page = readFileSync(join(repository, "docs/quickstart-react.md"), "utf8")
  const wanted = [...page.matchAll(/^```sh\n([\s\S]*?)^```$/gm)]
    .flatMap(([, commands]) => commands.trim().split("\n"))
    .filter((command) => !command.startsWith("cd "))
  const typed = shell.transcript.split("\n").filter((line) => line.startsWith("$ "))
  let at = -1
  for (const command of wanted) {
    at = typed.findIndex((line, index) => index > at && line.startsWith(`$ ${command}`))
    assert.ok(at >= 0, `${command} in\n${typed.join("\n")}`)
  }
})
