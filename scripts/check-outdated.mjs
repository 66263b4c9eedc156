// `npm run deps:outdated`: asks the registries for newer versions, and fails when there is one that docs/dependencies.md does
// not hold back.
import { spawnSync } from "node:child_process"
import { heldBack } from "./lib/docs/dependencies.mjs"
import { repository } from "./lib/process.mjs"

/** The workspace that holds the older React, with which hooks are tested too. */
const OLDER_ON_PURPOSE = "react-18"

const held = heldBack()
const newer = [...newerOnNpm(), ...newerOnMaven()]
for (const { name, current, latest } of newer)
  console.log(`${name} ${current} -> ${latest}${held.has(name) ? "  (held back)" : ""}`)
const behind = newer.filter(({ name }) => !held.has(name))
if (behind.length > 0) {
  console.error(`Update ${behind.map(({ name }) => name).join(", ")}, or say in docs/dependencies.md why not.`)
  process.exit(1)
}

function newerOnNpm() {
  const { stdout } = spawnSync("npm", ["outdated", "--json"], { cwd: repository, encoding: "utf8" })
  return Object.entries(JSON.parse(stdout || "{}")).flatMap(([name, found]) => {
    const places = [found]
      .flat()
      .filter(({ current, latest, dependent }) => current !== latest && dependent !== OLDER_ON_PURPOSE)
    return places.slice(0, 1).map(({ current, latest }) => ({ name, current, latest }))
  })
}

/** Versions in the properties of pom.xml. */
function newerOnMaven() {
  const goal = "org.codehaus.mojo:versions-maven-plugin:2.18.0:display-property-updates"
  const { status, stdout } = spawnSync("mvn", ["-B", "-ntp", "-N", goal], { cwd: repository, encoding: "utf8" })
  if (status !== 0) throw new Error(`Maven could not ask for newer versions:\n${stdout}`)
  return [...stdout.matchAll(/\$\{([\w.-]+)\} \.+ (\S+) -> (\S+)/g)].map(([, name, current, latest]) => ({
    name,
    current,
    latest,
  }))
}
