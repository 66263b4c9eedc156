// What the manifests depend on, and what docs/dependencies.md says of it.
import { workspaces } from "../release/versions.mjs"
import { manifestOf } from "../release/packages.mjs"
import { read, repositoryFiles, tableRowsOf } from "./pages.mjs"

const PAGE = "docs/dependencies.md"
const sections = ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"]

/** Names of all npm packages that a manifest of this repository asks for. */
export function npmDependencies() {
  const manifests = [".", ...workspaces()].map(manifestOf)
  return new Set(manifests.flatMap((manifest) => sections.flatMap((section) => Object.keys(manifest[section] ?? {}))))
}

/** Names of all artifacts that a pom asks for, without our own. */
export function javaArtifacts() {
  const poms = ["core", "teavm-worker", "cli", "conformance-tests"].map((module) => read(`${module}/pom.xml`))
  const asked = /<(?:dependency|plugin|path)>\s*<groupId>[^<]+<\/groupId>\s*<artifactId>([^<]+)</g
  const names = [read("pom.xml"), ...poms].flatMap((pom) => [...pom.matchAll(asked)].map(([, name]) => name))
  return new Set(names.filter((name) => !name.startsWith("zeroback") && name !== "junit-bom"))
}

/** What the page gives a reason for: the code marks in its tables' cells, all but the last column's. */
export function explained() {
  const [reasons] = read(PAGE).split("## Held back")
  const marks = tableRowsOf(reasons).flatMap((row) =>
    row.slice(0, -1).flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name)),
  )
  return new Set(marks)
}

/** What is behind on purpose: the version by the name of the package or of the property in pom.xml. */
export function heldBack() {
  const [, table] = read(PAGE).split("## Held back")
  const entries = tableRowsOf(table)
    .slice(1)
    .flatMap(([names, versions]) => {
      const each = versions.split(", ")
      return [...names.matchAll(/`([^`]+)`/g)].map(([, name], index) => [name, each[index]])
    })
  return new Map(entries)
}

/** What is used although no file of its workspace names it. */
const unseen = [
  /^packages\/react: @testing-library\/dom$/, // a peer of @testing-library/react
  /^packages\/react-18: react(-dom)?$/, // what the tests of packages/react find when they run there
  /^examples\/\w+: @zeroback\/cli$/, // the command `zeroback`, as an app has it
]

/** Packages that a workspace asks for and no file of it names, as `workspace: package`. */
export function unusedDependencies() {
  const files = repositoryFiles().filter((path) => /\.(m?js|tsx?|json|java|toml|html)$/.test(path))
  return [".", ...workspaces()]
    .flatMap((workspace) => {
      const own = files.filter((path) => isIn(path, workspace) && !path.endsWith("package-lock.json")).map(textOf)
      const manifest = manifestOf(workspace)
      const asked = ["dependencies", "devDependencies"].flatMap((section) => Object.keys(manifest[section] ?? {}))
      return asked.filter((name) => !own.some((text) => names(text, name))).map((name) => `${workspace}: ${name}`)
    })
    .filter((each) => !unseen.some((pattern) => pattern.test(each)))
}

/** The root workspace is what belongs to no other: its configuration and scripts. */
function isIn(path, workspace) {
  return workspace === "." ? path.startsWith("scripts/") || !path.includes("/") : path.startsWith(`${workspace}/`)
}

/** A manifest names what it asks for, so only its scripts count. */
function textOf(path) {
  return path.endsWith("package.json") ? JSON.stringify(JSON.parse(read(path)).scripts ?? {}) : read(path)
}

/** Types are used where what they describe is. */
function names(text, name) {
  const described = name.replace(/^@types\//, "")
  const commands = { "@arethetypeswrong/cli": "attw", typescript: "tsc" }
  const words = [described, commands[name], described === "node" ? "node:" : undefined].filter(Boolean)
  return words.some((word) =>
    text.split(word).some((_, index, parts) => index > 0 && stands(parts[index - 1], parts[index])),
  )
}

/** Whether what lies between two texts is a name of its own there. */
function stands(before, after) {
  return /["'`/ ]$/.test(before) && /^(["'`/ ]|\w)/.test(after)
}
