// `npm run deps:outdated`: asks the registries for newer versions, and fails when there is one that docs/dependencies.md does
// not hold back, or when they do not answer.
import { spawnSync } from "node:child_process"
import { heldBack } from "./lib/docs/dependencies.mjs"
import { newerOnMaven, newerOnNpm } from "./lib/outdated.mjs"
import { repository } from "./lib/process.mjs"

const MAVEN_GOAL = "org.codehaus.mojo:versions-maven-plugin:2.18.0:display-property-updates"

const held = heldBack()
const newer = [
  ...newerOnNpm(answer("npm", ["outdated", "--json"])),
  ...newerOnMaven(answer("mvn", ["-B", "-ntp", "-N", MAVEN_GOAL])),
]
for (const { name, current, latest } of newer)
  console.log(`${name} ${current} -> ${latest}${held.has(name) ? "  (held back)" : ""}`)
const behind = newer.filter(({ name }) => !held.has(name))
if (behind.length > 0) {
  console.error(`Update ${behind.map(({ name }) => name).join(", ")}, or say in docs/dependencies.md why not.`)
  process.exit(1)
}

function answer(command, args) {
  return spawnSync(command, args, { cwd: repository, encoding: "utf8" })
}
