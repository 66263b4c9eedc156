// Type-checks every TypeScript sample in docs/ and README.md, against code that the built CLI generates for it, and runs it: those that
// are tests as such, the functions of all others on the real engine. `node scripts/check-samples.mjs schema` takes the pages whose name contains "schema".
import { spawnSync } from "node:child_process"
import { readdirSync } from "node:fs"
import { basename, join } from "node:path"
import { repository } from "./lib/process.mjs"
import { samplesOf, writeProject } from "./lib/samples.mjs"
import { typeErrors } from "./lib/type-check.mjs"

// Contracts and notes for contributors: their samples are signatures, not apps.
const notGuides = new Set(["README.md", "architecture.md", "wire-protocol.md"])
const docs = join(repository, "docs")
const cli = join(repository, "cli/dist/zeroback.js")
const vitest = join(repository, "node_modules/vitest/vitest.mjs")

const samples = join(repository, ".build/samples")
const checked = []
let wrong = 0
const guides = readdirSync(docs).filter((name) => name.endsWith(".md") && !notGuides.has(name))
const [wanted = ""] = process.argv.slice(2)
for (const page of ["README.md", ...guides.map((name) => `docs/${name}`)].filter((each) => each.includes(wanted))) {
  const files = samplesOf(join(repository, page))
  if (files.size === 0) continue
  const folder = join(samples, basename(page, ".md"))
  writeProject(folder, files)
  const isTested = [...files.keys()].some((path) => path.endsWith(".test.ts"))
  const ok =
    succeeds(cli, ["codegen"], folder) &&
    hasRightTypes(folder) &&
    (!isTested || succeeds(vitest, ["run", "--root", folder], folder))
  console.log(`${ok ? "ok    " : "FAILED"} ${page}: ${[...files.keys()].join(", ")}`)
  if (ok) checked.push(basename(folder))
  else wrong += 1
}
if (checked.length > 0) {
  const scripts = join(repository, "scripts")
  const ok = succeeds(vitest, ["run", "--root", scripts, "lib/samples.test.mjs"], scripts, {
    ZEROBACK_SAMPLES: samples,
    ZEROBACK_SAMPLE_PAGES: checked.join(),
  })
  console.log(`${ok ? "ok    " : "FAILED"} the functions of ${checked.length} pages, on the engine`)
  if (!ok) wrong += 1
}
if (checked.length + wrong === 0) console.error(`No page whose name contains "${wanted}" has a sample.`)
process.exit(wrong > 0 || checked.length === 0 ? 1 : 0)

function succeeds(program, args, cwd, env = {}) {
  const result = spawnSync(process.execPath, [program, ...args], {
    cwd,
    encoding: "utf8",
    env: { ...process.env, ...env },
  })
  if (result.status === 0) return true
  console.error(`${result.stdout}${result.stderr}`)
  return false
}

function hasRightTypes(folder) {
  const errors = typeErrors(folder)
  if (errors !== "") console.error(errors)
  return errors === ""
}
