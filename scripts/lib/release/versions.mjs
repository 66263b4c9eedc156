// One version for everything: that of the root package.json. Everything else that states it is listed here.
import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { repository } from "../process.mjs"
import { manifestOf } from "./packages.mjs"

const poms = ["core", "teavm-worker", "cli", "conformance-tests"]
const sections = ["dependencies", "devDependencies", "peerDependencies"]

/** Where a version stands in a file: the second group of `pattern`. */
const places = [
  { path: "pom.xml", pattern: /(<artifactId>zeroback<\/artifactId>\s*<version>)([^<]+)()/ },
  ...poms.map((module) => ({
    path: `${module}/pom.xml`,
    pattern: /(<artifactId>zeroback<\/artifactId>\s*<version>)([^<]+)()/,
  })),
  {
    path: "cli/src/main/java/dev/zeroback/cli/command/Cli.java",
    pattern: /(String VERSION = ")([^"]+)(")/,
  },
]

/** The version of a release. */
export function version() {
  return manifestOf(".").version
}

/** Folders of all workspaces. */
export function workspaces() {
  return manifestOf(".").workspaces.flatMap((pattern) => {
    if (!pattern.endsWith("/*")) return [pattern]
    const parent = pattern.slice(0, -2)
    return readdirSync(join(repository, parent)).map((name) => `${parent}/${name}`)
  })
}

/** A sentence for each place that states another version. */
export function versionProblems() {
  const wanted = version()
  const problems = []
  for (const { path, pattern } of places) {
    const found = pattern.exec(readFileSync(join(repository, path), "utf8"))?.[2]
    if (found !== wanted) problems.push(`${path} says ${found}, the root package.json ${wanted}`)
  }
  for (const folder of workspaces()) {
    const manifest = manifestOf(folder)
    if (manifest.version !== wanted) problems.push(`${folder}/package.json says ${manifest.version}, not ${wanted}`)
    for (const [name, range] of ownDependencies(manifest))
      if (range !== wanted) problems.push(`${folder}/package.json wants ${name} ${range}, not ${wanted}`)
  }
  return problems
}

/** Writes `next` to the root package.json and every other place. */
export function setVersion(next) {
  for (const { path, pattern } of places) edit(path, pattern, `$1${next}$3`)
  for (const folder of [".", ...workspaces()]) {
    edit(`${folder}/package.json`, /^( {2}"version": ")[^"]+(")/m, `$1${next}$2`)
    edit(`${folder}/package.json`, /("@zeroback\/[a-z-]+": ")\d[^"]*(")/g, `$1${next}$2`)
  }
}

function ownDependencies(manifest) {
  return sections
    .flatMap((section) => Object.entries(manifest[section] ?? {}))
    .filter(([name]) => name.startsWith("@zeroback/"))
}

function edit(path, pattern, replacement) {
  const file = join(repository, path)
  writeFileSync(file, readFileSync(file, "utf8").replace(pattern, replacement))
}
