import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import { linkPackages } from "./golden-projects.js"
import { DevServer, freePort, until, zeroback } from "./zeroback.js"

let folder: string
let port: number
let dev: DevServer | undefined

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

async function start(): Promise<DevServer> {
  dev = new DevServer(folder, ["--port", String(port)])
  await dev.shows("Ready on")
  return dev
}

const run = (...args: string[]) => zeroback(folder, ["run", ...args])
const answers = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).status

test("dev serves the scaffolded project; run calls it; a second dev finds the port taken; Ctrl-C ends it all", async () => {
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

  const second = zeroback(folder, ["dev", "--port", String(port)])
  expect(second).toMatchObject({ code: 1, stderr: expect.stringContaining(`Port ${port} is already in use`) as string })

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

test("a saved change goes live, and data stays", async () => {
  const server = await start()
  run("tasks:create", '{"text":"Buy milk"}')
  const tasks = join(folder, "zeroback/tasks.ts")
  const added =
    'export const count = query({ args: {}, handler: async (ctx) => (await ctx.db.query("tasks").collect()).length })\n'
  writeFileSync(tasks, readFileSync(tasks, "utf8") + added)
  const saved = Date.now()
  const count = async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/query`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ fn: "tasks:count", args: {} }),
    })
    return answer.status === 200 && ((await answer.json()) as { result: number }).result === 1
  }
  await until(
    () => count().catch(() => false),
    () => `the new function in:\n${server.output}`,
  )
  const liveMillis = Date.now() - saved
  console.log(`a change was live after ${liveMillis} ms`)
  expect(server.output).toContain("Generated code for 4 functions")
})

test("an error names its place, the generated code stays, and the fix is picked up", async () => {
  const server = await start()
  const schema = join(folder, "zeroback/schema.ts")
  const good = readFileSync(schema, "utf8")
  writeFileSync(schema, good.replace("}),\n", '}).index("by_text", ["txt"]),\n'))
  await server.shows("UNKNOWN_INDEX_FIELD")
  expect(server.output).toContain('Did you mean "text"?')
  await server.shows("The generated code stays as it was until this is fixed.")
  writeFileSync(schema, good.replace("}),\n", '}).index("by_text", ["text"]),\n'))
  await server.shows("Generated code for 3 functions in")
  await until(
    () => run("tasks:list").code === 0,
    () => `an answer in:\n${server.output}`,
  )
})

test("dev waits for a project that is wrong from the start", async () => {
  const tasks = join(folder, "zeroback/tasks.ts")
  const good = readFileSync(tasks, "utf8")
  writeFileSync(tasks, "export const = (")
  dev = new DevServer(folder, ["--port", String(port)])
  await dev.shows("Waiting for a change.")
  writeFileSync(tasks, good)
  await dev.shows("Ready on")
})

test("deploy --dry-run bundles and reports the size; deploy without a login says how to log in", () => {
  const bundled = zeroback(folder, ["deploy", "--dry-run"])
  expect(bundled.stdout).toContain("Total Upload")
  expect(bundled.code).toBe(0)
  const env = { CLOUDFLARE_API_TOKEN: undefined, HOME: folder, XDG_CONFIG_HOME: folder }
  writeFileSync(join(folder, "pnpm-lock.yaml"), "")
  const refused = zeroback(folder, ["deploy"], env)
  expect(refused.stderr).toContain("Not logged in to Cloudflare. Run: pnpm exec wrangler login")
  expect(refused.code).toBe(1)
})
