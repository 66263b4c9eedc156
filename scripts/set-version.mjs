// `npm run release:version -- 0.2.0`: writes a version to every place that states one.
import { spawnSync } from "node:child_process"
import { repository } from "./lib/process.mjs"
import { setVersion, version, versionProblems } from "./lib/release/versions.mjs"

const [next] = process.argv.slice(2)
if (next === undefined || !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(next)) {
  console.error(`Give the next version, such as: npm run release:version -- 0.2.0. It is ${version()} now.`)
  process.exit(2)
}
setVersion(next)
const problems = versionProblems()
for (const problem of problems) console.error(problem)
if (problems.length > 0) process.exit(1)
const lock = spawnSync("npm", ["install", "--package-lock-only", "--no-audit", "--no-fund"], {
  cwd: repository,
  stdio: "inherit",
})
if (lock.status !== 0) process.exit(1)
console.log(`Everything is ${next}.`)
