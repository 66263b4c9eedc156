import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import { Running, scaffold, zeroback, zerobackEach } from "./zeroback.js"

const template = join(import.meta.dirname, "../../../../wrangler-template")
let folder: string

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), "zeroback-cli-")), "My App")
  mkdirSync(folder)
})

afterEach(() => rmSync(join(folder, ".."), { recursive: true, force: true }))

const text = (path: string) => readFileSync(join(folder, path), "utf8")

test("help and version", () => {
  for (const args of [[], ["--help"], ["help"]]) {
    const { code, stdout } = zeroback(folder, args)
    expect(code).toBe(0)
    for (const command of ["init", "dev", "codegen", "run", "logs", "deploy", "reset"])
      expect(stdout).toContain(`  ${command} `)
  }
  expect(zeroback(folder, ["dev", "--help"]).stdout).toContain("Usage: zeroback dev [functionsDir] [--port <port>]")
  expect(zeroback(folder, ["--help", "run"]).stdout).toContain("Usage: zeroback run <function> [jsonArgs]")
  const { version } = JSON.parse(readFileSync(join(import.meta.dirname, "../../../package.json"), "utf8")) as {
    version: string
  }
  expect(zeroback(folder, ["--version"]).stdout).toBe(`${version}\n`)
})

test("misuse exits with 2 and says what to write", () => {
  const misuse: [string[], string][] = [
    [["dve"], 'Unknown command "dve". Did you mean "dev"?'],
    [["--helpp"], "Unknown option --helpp"],
    [["deploy", "--env", "staging"], 'Wrangler\'s own stand after "--": zeroback deploy -- --env.'],
    [["dev", "--prot", "1"], 'has no option --prot. Did you mean "--port"?'],
    [["dev", "--port", "http"], "--port needs a number from 1 to 65535"],
    [["run"], "needs <function>"],
    [["run", "tasks:list", "[1]"], "no JSON object"],
  ]
  const runs = zerobackEach(
    folder,
    misuse.map(([args]) => args),
  )
  expect(zeroback(folder, misuse[0]![0])).toEqual(runs[0])
  for (const [i, [, message]] of misuse.entries()) {
    const { code, stdout, stderr } = runs[i]!
    expect([code, stdout]).toEqual([2, ""])
    expect(stderr).toContain(message)
  }
})

test("a project that is not ready is told so", () => {
  expect(zeroback(folder, ["codegen"])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('Run "zeroback init"') as string,
  })
  mkdirSync(join(folder, "zeroback"))
  for (const command of ["dev", "deploy"]) {
    expect(zeroback(folder, [command])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("No wrangler.toml found") as string,
    })
  }
})

test("init scaffolds the template's files, once", () => {
  writeFileSync(join(folder, ".gitignore"), "node_modules")
  expect(zeroback(folder, ["init"]).code).toBe(0)
  for (const path of [
    "zeroback/schema.ts",
    "zeroback/tasks.ts",
    "zeroback/_generated/server.ts",
    ".zeroback/entry.ts",
  ]) {
    expect(text(path)).toBe(readFileSync(join(template, path), "utf8"))
  }
  expect(text("wrangler.toml")).toBe(
    readFileSync(join(template, "wrangler.toml"), "utf8").replaceAll("my-app", "my-app"),
  )
  expect(text(".gitignore")).toBe("node_modules\n\n.zeroback/*\n!.zeroback/entry.ts\n.wrangler/\n.dev.vars\n")

  expect(zeroback(folder, ["init", "empty"]).code).toBe(0)
  expect(text("empty/.gitignore")).toMatch(/^node_modules\/$/m)

  writeFileSync(join(folder, "zeroback/tasks.ts"), "// mine")
  expect(zeroback(folder, ["init"])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("already exists") as string,
  })
  expect(text("zeroback/tasks.ts")).toBe("// mine")
})

test("init writes the wrangler.toml that dev and deploy miss, and leaves functions that are there alone", () => {
  mkdirSync(join(folder, "zeroback"))
  expect(zeroback(folder, ["deploy"]).stderr).toContain('Run "zeroback init" to create one.')
  const { code, stdout } = zeroback(folder, ["init"])
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^ {2}\+ wrangler\.toml\n {2}\+ \.zeroback\/entry\.ts\n/)])
  expect(text("wrangler.toml")).toContain('name = "my-app"\n')
  expect(existsSync(join(folder, "zeroback/schema.ts"))).toBe(false)
  expect(zeroback(folder, ["init"]).stdout).toContain("already exists: nothing was changed")
})

test("a file where a folder has to be is named", () => {
  writeFileSync(join(folder, "afile"), "")
  for (const path of ["afile", "afile/inner"]) {
    expect(zeroback(folder, ["init", path])).toMatchObject({
      code: 1,
      stderr: "afile is a file, and init needs a folder there. Rename it, or name another folder.\n",
    })
  }
  expect(zeroback(folder, ["init", "Sub App"]).stdout).toContain("  cd 'Sub App'\n")
  writeFileSync(join(folder, "zeroback"), "")
  expect(zeroback(folder, ["init"]).stderr).toContain("zeroback is a file")
  expect(zeroback(folder, ["codegen"]).stderr).toBe("zeroback is a file. Name the functions folder.\n")
})

test("codegen writes into no folder but one of functions, and below a project it names the project", () => {
  scaffold(folder)
  mkdirSync(join(folder, "public"))
  writeFileSync(join(folder, "public/index.html"), "")
  expect(zeroback(folder, ["codegen", "public"])).toMatchObject({
    code: 1,
    stderr: "No .ts file was found in public, so nothing was written there. Name the functions folder.\n",
  })
  expect(existsSync(join(folder, "public/_generated"))).toBe(false)
  expect(zeroback(join(folder, "public"), ["codegen"]).stderr).toBe(
    "There is no folder zeroback, but the folder .. is a Zeroback project. Run this there.\n",
  )
})

test("an entry that imports another folder's manifest is told what to import", () => {
  scaffold(folder)
  mkdirSync(join(folder, "src"))
  renameSync(join(folder, "zeroback"), join(folder, "src/zeroback"))
  expect(zeroback(folder, ["deploy", "./src/zeroback", "--dry-run"])).toMatchObject({
    code: 1,
    stderr:
      '.zeroback/entry.ts imports "../zeroback/_generated/manifest", but the functions are in src/zeroback. ' +
      'Import "../src/zeroback/_generated/manifest" there.\n',
  })
})

test("an export that is no function is neither counted nor suggested", async () => {
  scaffold(folder)
  writeFileSync(join(folder, "zeroback/tables.ts"), 'export const users = Object.keys({ name: "text" })\n')
  expect(zeroback(folder, ["codegen"]).stdout).toContain("3 functions and 1 exports that may be functions in zeroback")
  const server = createServer((_, response) => {
    response.writeHead(404).end('{"error":"Function not found: \\"tables:users\\"","code":"not_found"}')
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const run = new Running(folder, [
    "run",
    "tables:users",
    "--url",
    `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  ])
  await run.ended
  server.close()
  expect(run.errors).toContain("This project exports that name; the server has it as no function")
  expect(run.errors).not.toContain("Did you mean")
})

test("init in a folder of its own keeps a wrangler.toml and names the worker after the folder", () => {
  expect(zeroback(folder, ["init", "Über Chat!"]).code).toBe(0)
  expect(text("Über Chat!/wrangler.toml")).toContain('name = "ber-chat"\n')
  mkdirSync(join(folder, "other"))
  writeFileSync(join(folder, "other/wrangler.toml"), "# mine")
  expect(zeroback(folder, ["init", "other"]).code).toBe(0)
  expect(text("other/wrangler.toml")).toBe("# mine")
})

test.each([
  ["package-lock.json", "npm install", "npx"],
  ["pnpm-lock.yaml", "pnpm add", "pnpx"],
  ["yarn.lock", "yarn add", "npx"],
  ["bun.lock", "bun add", "bunx"],
  ["bun.lockb", "bun add", "bunx"],
])("in a project with %s, the next commands are %s and %s", (lockFile, adder, runner) => {
  writeFileSync(join(folder, lockFile), "")
  const next = `Next:\n  ${adder} @zeroback/server @zeroback/react\n  ${runner} @zeroback/cli dev\n`
  expect(zeroback(folder, ["init"]).stdout).toContain(next)
  // The nearest lock file counts.
  mkdirSync(join(folder, "inner"))
  writeFileSync(join(folder, "inner/pnpm-lock.yaml"), "")
  expect(zeroback(folder, ["init", "inner"]).stdout).toContain("  pnpm add @zeroback/server")
  expect(zeroback(join(folder, "inner"), ["codegen"]).code).toBe(0)
})

test("init asks for the packages that the project's framework needs and that are not there", () => {
  writeFileSync(join(folder, "package.json"), '{ "dependencies": { "solid-js": "1", "@zeroback/server": "1" } }')
  mkdirSync(join(folder, "node_modules/@zeroback/server"), { recursive: true })
  writeFileSync(join(folder, "node_modules/@zeroback/server/package.json"), "{}")
  expect(zeroback(folder, ["init"]).stdout).toContain("Next:\n  npm install @zeroback/solid\n  npx")
})

test("without a lock file, the package manager that runs the program counts", () => {
  const env = { npm_config_user_agent: "bun/1.3.0 npm/? node/v22.0.0 linux x64" }
  expect(zeroback(folder, ["init"], env).stdout).toContain("  bunx @zeroback/cli dev\n")
})

test("codegen reads another functions folder and touches nothing when nothing changed", () => {
  scaffold(folder)
  mkdirSync(join(folder, "src"))
  const moved = join(folder, "src/backend")
  mkdirSync(moved)
  writeFileSync(join(moved, "schema.ts"), text("zeroback/schema.ts"))
  expect(zeroback(folder, ["codegen", "src/backend"]).stdout).toContain("src/backend/_generated")
  const written = statSync(join(moved, "_generated/api.ts")).mtimeMs
  expect(zeroback(folder, ["codegen", "./src/backend/"]).stdout).toContain("0 files changed")
  expect(statSync(join(moved, "_generated/api.ts")).mtimeMs).toBe(written)
})

test("codegen says everything that is wrong and leaves the generated files alone", () => {
  scaffold(folder)
  zeroback(folder, ["codegen"])
  const before = text("zeroback/_generated/api.ts")
  writeFileSync(join(folder, "zeroback/a.ts"), "export const = (")
  writeFileSync(join(folder, "zeroback/b.ts"), "export {")
  const { code, stderr } = zeroback(folder, ["codegen"])
  expect(code).toBe(1)
  expect(stderr).toContain("zeroback/a.ts:1:")
  expect(stderr).toContain("zeroback/b.ts:1:")
  expect(stderr).toContain("2 errors.")
  expect(text("zeroback/_generated/api.ts")).toBe(before)
})

test("reset deletes the local database only", () => {
  mkdirSync(join(folder, ".wrangler/state/v3"), { recursive: true })
  writeFileSync(join(folder, ".wrangler/keep"), "")
  expect(zeroback(folder, ["reset"])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("Deleted .wrangler/state") as string,
  })
  expect(statSync(join(folder, ".wrangler")).isDirectory()).toBe(true)
  expect(() => statSync(join(folder, ".wrangler/state"))).toThrow("ENOENT")
  expect(zeroback(folder, ["reset"])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("no local database") as string,
  })
})

test("run and logs explain a 404 and send the admin key", async () => {
  const keys: (string | undefined)[] = []
  const server = createServer((request, response) => {
    keys.push(request.headers.authorization)
    response.writeHead(404).end("Not found")
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}/`
  for (const args of [["run", "a:b"], ["run", "a:b", "--watch"], ["logs"]]) {
    const given = new Running(folder, [...args, "--url", url, "--admin-key", "secret"])
    expect(await given.ended).toBe(1)
    expect(given.output).toContain(
      `127.0.0.1:${port} does not open its admin routes to you (404). Give the server's admin key`,
    )
    const inherited = new Running(folder, [...args, "--url", url], { ZEROBACK_ADMIN_KEY: "inherited" })
    expect(await inherited.ended).toBe(1)
  }
  // In the words of the project's package manager.
  writeFileSync(join(folder, "pnpm-lock.yaml"), "")
  const refused = new Running(folder, ["logs", "--url", url])
  expect(await refused.ended).toBe(1)
  expect(refused.output).toContain("set one with: pnpx wrangler secret put ZEROBACK_ADMIN_KEY")
  expect(keys.pop()).toBeUndefined()
  server.close()
  expect(keys).toEqual(Array<string[]>(3).fill(["Bearer secret", "Bearer inherited"]).flat())
})

test("run calls a query again that a reload of the server cut off, and says of a mutation that it may have run", async () => {
  scaffold(folder)
  const called: string[] = []
  const server = createServer((request, response) => {
    request.setEncoding("utf8").on("data", (body: string) => {
      called.push((JSON.parse(body) as { fn: string }).fn)
      if (called.length > 2) response.writeHead(200).end('{"result":[]}')
      else response.writeHead(503).end("Your worker restarted mid-request. Please try sending the request again.")
    })
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`
  const mutation = new Running(folder, ["run", "tasks:create", '{"text":"x"}', "--url", url])
  expect(await mutation.ended).toBe(1)
  expect(mutation.output).toBe(
    "The server was reloaded while tasks:create ran. " +
      "Whether it took effect is unknown: look at the data before you run it again.\n",
  )
  const query = new Running(folder, ["run", "tasks:list", "--url", url])
  expect(await query.ended).toBe(0)
  expect(query.output).toBe("[]\n")
  expect(called).toEqual(["tasks:create", "tasks:list", "tasks:list"])
  server.close()
})

test("logs goes on when the server is back, and waits while another answers in its place", async () => {
  const entry = (at: number) => `${JSON.stringify({ at, type: "console", function: "a:b", message: `at ${at}` })}\n`
  const answers: [number, string][] = [
    [200, entry(1)],
    [503, "Your worker restarted mid-request."],
    [200, entry(2)],
  ]
  const server = createServer((_, response) => {
    const [status, body] = answers.shift() ?? [404, ""]
    response.writeHead(status).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const logs = new Running(folder, ["logs", "--url", `http://127.0.0.1:${(server.address() as AddressInfo).port}`])
  expect(await logs.ended).toBe(1)
  server.close()
  expect(logs.output).toMatch(/at 1\n(.|\n)*waiting for it(.|\n)*at 2\n(.|\n)*\(404\)/)
})

test.runIf(process.platform === "linux")("a file that cannot be read is no server that does not answer", async () => {
  mkdirSync(join(folder, "zeroback"))
  symlinkSync("/proc/self/mem", join(folder, "zeroback/unreadable.ts"))
  const server = createServer((_, response) =>
    response.writeHead(500).end(JSON.stringify({ code: "execution_error", error: 'Function not found: "a:b"' })),
  )
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const run = new Running(folder, ["run", "a:b", "--url", url])
  expect(await run.ended).toBe(1)
  server.close()
  expect(run.output).toMatch(/^Cannot read \S.*\/zeroback\/unreadable\.ts: .*\n$/)
})

test("run without a server, and deploy of a dev variable", () => {
  const { code, stderr } = zeroback(folder, ["run", "tasks:list", "--url", "http://127.0.0.1:9"])
  expect(code).toBe(1)
  expect(stderr).toContain("No server answers at http://127.0.0.1:9")
  scaffold(folder)
  const refused = zeroback(folder, ["deploy", "--", "--var", "ZEROBACK_DEV:true"])
  expect(refused.code).toBe(1)
  expect(refused.stderr).toContain("ZEROBACK_DEV opens the admin routes")
})

test("deploy --dry-run in a project without its packages ends after the code generation", () => {
  expect(zeroback(folder, ["init"]).code).toBe(0)
  const { code, stdout, stderr } = zeroback(folder, ["deploy", "--dry-run"])
  expect(stdout).toContain("The Worker was not bundled: the project has no @zeroback/server installed.\n")
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
  expect(existsSync(join(folder, "zeroback/_generated/manifest.ts"))).toBe(true)
})

test("deploy gives the project's own Wrangler its arguments, shows plain lines and ends as it does", () => {
  scaffold(folder)
  mkdirSync(join(folder, "node_modules/wrangler/bin"), { recursive: true })
  mkdirSync(join(folder, "node_modules/@zeroback/server"), { recursive: true })
  // Nobody can deploy without an account: this tells what Wrangler was asked to do.
  writeFileSync(
    join(folder, "node_modules/wrangler/bin/wrangler.js"),
    `console.log("\\u001b[33mcalled with\\u001b[0m", process.argv.slice(2).join(" "))
     process.exitCode = process.argv.includes("--outfile") && !process.argv.includes("--outdir") ? 0 : 3`,
  )
  const env = { CLOUDFLARE_API_TOKEN: "given" }
  const { code, stdout } = zeroback(folder, ["deploy", "--", "--env", "production", "--dry-run"], env)
  expect(stdout).toMatch(/\ncalled with deploy --env production --dry-run\n$/)
  expect(code).toBe(3)
  const bundled = zeroback(folder, ["deploy", "--dry-run", "--", "--env", "production"])
  expect(bundled).toMatchObject({
    code: 1,
    stderr:
      "called with deploy --dry-run --outfile .zeroback/trial/upload --outdir .wrangler/bundle --env production\n" +
      "Wrangler could not bundle the worker.\n",
  })
  writeFileSync(join(folder, "node_modules/wrangler/bin/wrangler.js"), 'console.log("You are not authenticated.")')
  const refused = zeroback(folder, ["deploy"], { CLOUDFLARE_API_TOKEN: undefined })
  expect(refused).toMatchObject({
    code: 1,
    stderr: "Not logged in to Cloudflare. Run: npx wrangler login\nIn CI, set CLOUDFLARE_API_TOKEN instead.\n",
  })
})
