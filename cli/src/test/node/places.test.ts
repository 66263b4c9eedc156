import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { transformSync } from "esbuild"
import { afterEach, expect, test } from "vitest"
import { inSources, keepPlaces } from "../../main/node/places.js"

const folder = mkdtempSync(join(tmpdir(), "zeroback-places-"))
const run = join(folder, ".wrangler/tmp/dev-abc")

afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Writes the map of a bundle, and returns where in that bundle the error is made. */
function bundle(): string {
  const source = "export const first = 1\n\nexport function fail(): never {\n  throw new Error()\n}\n"
  const sourcefile = join(folder, "zeroback/tasks.ts")
  const { code, map } = transformSync(source, { sourcefile, loader: "ts", sourcemap: true })
  mkdirSync(run, { recursive: true })
  writeFileSync(join(run, "worker.js.map"), map)
  const lines = code.split("\n")
  const line = lines.findIndex((each) => each.includes("throw"))
  return `worker.js:${line + 1}:${lines[line]!.indexOf("new") + 1}`
}

test("what Wrangler said is told in the user's lines, also when it has ended and its files are gone", () => {
  const place = bundle()
  const told = `    at fail (${place})`
  const expected = "    at fail (zeroback/tasks.ts:4:9)"
  expect(inSources(told, folder, Date.now() + 1)).toBe(expected)
  keepPlaces(folder)
  rmSync(run, { recursive: true })
  expect(inSources(told, folder, Date.now() + 1)).toBe(expected)
  expect(inSources("nothing of the kind", folder, Date.now())).toBe("nothing of the kind")
})
