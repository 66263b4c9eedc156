import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { build } from "esbuild"
import { afterEach, beforeEach, expect, test } from "vitest"
import { linkPackages } from "./golden-projects.js"
import { zeroback } from "./zeroback.js"

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "zeroback-exports-"))
  linkPackages(folder)
  mkdirSync(join(folder, "zeroback"))
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Generates code for these files of functions, and loads the manifest. */
async function manifestOf(files: Record<string, string>): Promise<{ httpRouter?: any; cronJobsDef?: any }> {
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(folder, "zeroback", name), `import * as zeroback from "@zeroback/server"\n${text}\n`)
  }
  expect(zeroback(folder, ["codegen"])).toMatchObject({ code: 0 })
  const outfile = join(folder, `${Object.keys(files).length}.mjs`)
  await build({
    entryPoints: [join(folder, "zeroback/_generated/manifest.ts")],
    bundle: true,
    format: "esm",
    logLevel: "silent",
    outfile,
  })
  return (await import(pathToFileURL(outfile).href)) as object
}

test("a router and cron jobs count however their default export is written, and only once", async () => {
  const files = {
    "crons.ts": 'let crons = zeroback.cronJobs()\ncrons.hourly("sweep", "tasks:sweep")\nexport default crons',
    "http.ts": "function make(): any { return zeroback.httpRouter() }\nexport default make()",
  }
  const { httpRouter, cronJobsDef } = await manifestOf(files)
  expect(cronJobsDef.jobs()).toMatchObject([{ name: "sweep" }])
  expect(httpRouter.routes).toEqual([])
  const twice = manifestOf({ ...files, "more.ts": "export default zeroback.httpRouter()" })
  await expect(twice).rejects.toThrow('"http" and "more" have default exports of one kind')
})
