// What the manifests depend on, and what docs/dependencies.md says of it.
import { workspaces } from "../release/versions.mjs"
import { manifestOf } from "../release/packages.mjs"
import { read, tableRowsOf } from "./pages.mjs"

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
