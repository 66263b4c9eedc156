import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import { zeroback } from "./zeroback.js"

let folder: string

beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "zeroback-existing-"))))

afterEach(() => rmSync(folder, { recursive: true, force: true }))

test("a Wrangler that needs a newer Node is told with the cure, before it is started", () => {
  zeroback(folder, ["init"])
  const wrangler = join(folder, "node_modules/wrangler")
  mkdirSync(join(wrangler, "bin"), { recursive: true })
  writeFileSync(join(wrangler, "bin/wrangler.js"), "")
  writeFileSync(join(wrangler, "package.json"), '{ "engines": { "node": ">=99.12.0" } }')
  writeFileSync(join(folder, "pnpm-lock.yaml"), "")
  for (const command of ["dev", "deploy"])
    expect(zeroback(folder, [command])).toMatchObject({
      code: 1,
      stderr:
        `Wrangler needs Node 99.12.0 or newer, and this is Node ${process.versions.node}. ` +
        "Use a newer Node, or a Wrangler that runs on this one: pnpm add -D wrangler@4.86.0\n",
    })
})

test("a Worker that was there before is told what it lacks to serve functions", () => {
  for (const [name, written, added] of [
    ["wrangler.jsonc", '{ "main": "src/index.ts", /* durable_objects */ }', '"durable_objects": { "bindings": ['],
    ["wrangler.toml", 'main = "src/index.ts" # durable_objects\n', "[durable_objects]\nbindings = ["],
  ] as const) {
    rmSync(folder, { recursive: true })
    mkdirSync(folder)
    writeFileSync(join(folder, name), written)
    const lack = `${name} binds no Durable Object: the Worker serves no functions.`
    const { stdout } = zeroback(folder, ["init"])
    for (const each of [lack, added, "new_sqlite_classes"]) expect(stdout).toContain(each)
    mkdirSync(join(folder, "src"))
    writeFileSync(join(folder, "src/index.ts"), "export default { fetch: () => new Response() }\n")
    expect(zeroback(folder, ["deploy", "--dry-run", "--skip-start"]).stderr).toContain(lack)
  }
  rmSync(join(folder, "wrangler.toml"))
  rmSync(join(folder, "zeroback"), { recursive: true })
  expect(zeroback(folder, ["init"]).stdout).not.toContain("Durable Object")
})
