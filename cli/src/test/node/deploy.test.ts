import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import { linkTypeScript } from "./golden-projects.js"
import { Running, freePort, scaffoldedProject, zeroback } from "./zeroback.js"

const esbuild = join(import.meta.dirname, "../../../../node_modules/esbuild")
const LOGGED_IN = { CLOUDFLARE_API_TOKEN: "given" }
let folder: string

beforeEach(() => (folder = scaffoldedProject("deploy")))

afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Nobody can deploy without an account: puts a program in the place of the project's Wrangler. */
function wrangler(program: string): void {
  mkdirSync(join(folder, "node_modules/wrangler/bin"), { recursive: true })
  symlinkSync(esbuild, join(folder, "node_modules/esbuild"))
  writeFileSync(join(folder, "node_modules/wrangler/bin/wrangler.js"), program)
}

test("deploy passes on why Wrangler cannot tell who is logged in", () => {
  wrangler('console.log("fetch failed"); process.exitCode = 1')
  expect(zeroback(folder, ["deploy"], { CLOUDFLARE_API_TOKEN: undefined })).toMatchObject({
    code: 1,
    stderr: "fetch failed\nWrangler could not find out whether you are logged in to Cloudflare.\n",
  })
})

test("deploy refuses a configuration that opens the admin routes, wherever it lies", () => {
  wrangler("")
  const path = join(folder, "wrangler.toml")
  writeFileSync(join(folder, "other.jsonc"), '{ "vars": { "ZEROBACK_DEV": "true" } }')
  expect(zeroback(folder, ["deploy", "--", "-c", "other.jsonc"], LOGGED_IN)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("Remove it from other.jsonc.") as string,
  })
  writeFileSync(path, `${readFileSync(path, "utf8")}\n[vars]\n# ZEROBACK_DEV = "true"\n`)
  expect(zeroback(folder, ["deploy"], LOGGED_IN).code).toBe(0)
  writeFileSync(path, `${readFileSync(path, "utf8")}ZEROBACK_DEV = "true"\n`)
  expect(zeroback(folder, ["deploy"], LOGGED_IN)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("Remove it from wrangler.toml.") as string,
  })
})

test("deploy goes on when its output has lost its reader", async () => {
  wrangler(`
    if (process.argv.includes("--dry-run")) process.exit()
    let left = 50
    const printing = setInterval(() => {
      console.log("uploading")
      if (--left > 0) return
      clearInterval(printing)
      require("node:fs").writeFileSync("deployed", "")
      process.exitCode = 3
    }, 10)`)
  const deploy = new Running(folder, ["deploy"], LOGGED_IN)
  await deploy.shows("uploading")
  deploy.stopReading()
  expect(await deploy.ended).toBe(3)
  expect(deploy.errors).toBe("")
  expect(existsSync(join(folder, "deployed"))).toBe(true)
})

test("a Worker that does not start is not deployed, and its error names the user's line", () => {
  const bad = join(folder, "zeroback/bad.ts")
  const deploy = (...args: string[]) => zeroback(folder, ["deploy", ...args], { CLOUDFLARE_API_TOKEN: "none" })
  for (const [text, ...said] of [
    [
      'if (Math.PI > 3) throw new Error("at load,\\ntold in two lines")\nexport const one = Number(1)',
      "Uncaught Error: at load,\ntold in two lines\n  at zeroback/bad.ts:1:24\n",
    ],
    [
      'import { openSync } from "node:fs"\nexport const open = openSync as unknown',
      'No such module "node:fs"',
      "nodejs_compat",
    ],
    [
      'import { cronJobs } from "@zeroback/server"\nconst crons = cronJobs()\n' +
        'crons.interval("sweep", { minutes: 1 }, "tasks:create", { wrong: 1 } as any)\nexport default crons',
      'Cron job "sweep": args.wrong: Unexpected field; declared: text',
    ],
  ] as const) {
    writeFileSync(bad, text)
    const { code, stderr } = deploy(...(said.length > 1 ? ["--dry-run"] : []))
    expect(code).toBe(1)
    for (const each of ["The Worker does not start:\n", ...said, "Nothing was deployed."])
      expect(stderr).toContain(each)
  }
  expect(deploy("--dry-run", "--skip-start")).toMatchObject({ code: 0, stderr: "" })
})

test("a secret that the Worker needs to start comes from .dev.vars", () => {
  writeFileSync(
    join(folder, "zeroback/mail.ts"),
    'import { env } from "cloudflare:workers"\nif (env.KEY !== "from .dev.vars") throw new Error("No key")\nexport const one = Number(1)\n',
  )
  expect(zeroback(folder, ["deploy", "--dry-run"]).stderr).toContain("Uncaught Error: No key\n")
  writeFileSync(join(folder, ".dev.vars"), 'KEY="from .dev.vars"\n')
  expect(zeroback(folder, ["deploy", "--dry-run"])).toMatchObject({ code: 0, stderr: "" })
})

test("the schema is compared in a CommonJS project too, whatever its modules print", async () => {
  wrangler("")
  writeFileSync(join(folder, "package.json"), '{ "type": "commonjs" }')
  const schema = join(folder, "zeroback/schema.ts")
  writeFileSync(schema, `${readFileSync(schema, "utf8")}console.log("{}")\nsetTimeout(() => console.log("{}"))\n`)
  const asked: string[] = []
  const server = createServer((request, response) => {
    request.setEncoding("utf8").on("data", (body: string) => {
      asked.push(body)
      response.end("{}")
    })
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const deploy = new Running(folder, ["deploy", "--dry-run", "--url", url])
  expect(await deploy.ended).toBe(0)
  server.close()
  expect(deploy.output).toContain(`The documents at ${url} fit the schema.`)
  expect(asked.map((body) => JSON.parse(body) as unknown)).toMatchObject([{ tables: { tasks: {} } }])
})

test("the types of Node count where the project itself asks for them", () => {
  wrangler("")
  linkTypeScript(folder)
  const types = join(folder, "node_modules/@types/node")
  mkdirSync(types, { recursive: true })
  writeFileSync(join(types, "package.json"), '{ "name": "@types/node", "version": "20.0.0", "types": "index.d.ts" }')
  writeFileSync(join(types, "index.d.ts"), "declare const onNode: string\n")
  const tasks = join(folder, "zeroback/tasks.ts")
  writeFileSync(tasks, `${readFileSync(tasks, "utf8")}void onNode\n`)
  expect(zeroback(folder, ["deploy", "--dry-run"]).stderr).toContain("Cannot find name 'onNode'")
  writeFileSync(join(folder, "package.json"), '{ "devDependencies": { "@types/node": "20" } }')
  expect(zeroback(folder, ["deploy", "--dry-run"])).toMatchObject({ code: 0, stderr: "" })
})

test("deploy asks the deployed server whether what it stores fits the schema", async () => {
  const port = await freePort()
  const dev = new Running(folder, ["dev", "--port", String(port)])
  try {
    await dev.shows("Ready on")
    zeroback(folder, ["run", "tasks:create", '{"text":"Buy milk"}'])
    compareWith(`http://localhost:${port}`)
  } finally {
    await dev.interrupt()
  }
})

/** The server has a task, as the scaffolded schema describes it. */
function compareWith(url: string): void {
  const deploy = (...args: string[]) => zeroback(folder, ["deploy", "--dry-run", "--skip-start", ...args])
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
}

test("deploy --dry-run bundles and reports the size; deploy without a login says how to log in", () => {
  linkTypeScript(folder)
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
