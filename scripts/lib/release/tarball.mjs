// What a tarball must hold and what it must not.
import { spawnSync } from "node:child_process"
import { homedir, hostname } from "node:os"
import { repository } from "../process.mjs"

const ALLOWED = /^(dist\/|README\.md$|LICENSE$|THIRD_PARTY_LICENSES$|package\.json$)/
const OF_THE_BUILD = /\.test\.|tsbuildinfo|\.java$|\.class$|\.tgz$|(^|\/)\.env/

/** A sentence for each thing that is wrong with a packed package. */
export function tarballProblems({ manifest, path, files }) {
  const problems = [
    ...["README.md", "LICENSE"].filter((file) => !files.includes(file)).map((file) => `has no ${file}`),
    ...files.filter((file) => !ALLOWED.test(file) || OF_THE_BUILD.test(file)).map((file) => `publishes ${file}`),
    ...manifestProblems(manifest, files),
    ...files.flatMap((file) => leaks(path, file)),
  ]
  return problems.map((problem) => `${manifest.name} ${problem}`)
}

function manifestProblems(manifest, files) {
  const problems = []
  if (manifest.private) problems.push("is private")
  if (!manifest.engines?.node) problems.push("does not say which Node it needs")
  if (manifest.type !== "module") problems.push("is no ES module")
  if (manifest.sideEffects !== false) problems.push("does not say that it has no side effects")
  if (manifest.license !== "MIT") problems.push("does not name its licence")
  if (!manifest.description) problems.push("has no description")
  if (!manifest.repository?.directory) problems.push("does not say where its source is")
  for (const section of ["dependencies", "peerDependencies", "optionalDependencies"])
    for (const [name, range] of Object.entries(manifest[section] ?? {}))
      if (/^(workspace|file|link|git|http)/.test(range)) problems.push(`depends on ${name} by "${range}"`)
  for (const target of targetsOf({ exports: manifest.exports, bin: manifest.bin }))
    if (!files.includes(target.replace(/^\.\//, ""))) problems.push(`points at ${target}, which it does not publish`)
  return problems
}

/** All paths that a manifest's `exports` and `bin` lead to. */
function targetsOf(value) {
  if (typeof value === "string") return [value]
  return Object.values(value ?? {}).flatMap(targetsOf)
}

/** Names of this machine in a file of the tarball, or why it could not be looked into. */
function leaks(tarball, file) {
  const { status, stdout, stderr, error } = spawnSync("tar", ["-xzOf", tarball, `package/${file}`], {
    encoding: "utf8",
    maxBuffer: 1 << 26,
  })
  if (status !== 0) return [`has a file that could not be looked into, ${file}: ${error?.message ?? stderr.trim()}`]
  const names = [repository, homedir() + "/", hostname()].filter((name) => name.length > 4 && name !== "localhost")
  return names.filter((name) => stdout.includes(name)).map((name) => `tells "${name}" in ${file}`)
}
