// Decides whether a build step is up to date: its inputs hash to what they did when it last succeeded.
import { createHash } from "node:crypto"
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { repository } from "./process.mjs"

const stamps = join(repository, ".build/stamps")
const skipped = new Set(["node_modules", "target", "dist", ".wrangler", "_generated"])

/** A hash of the names and contents of files and, recursively, folders; a missing one counts as empty. */
export function hashOf(paths) {
  const hash = createHash("sha256")
  for (const path of paths) add(hash, path)
  return hash.digest("hex")
}

function add(hash, path) {
  const absolute = join(repository, path)
  if (!existsSync(absolute)) return
  if (!statSync(absolute).isDirectory()) {
    hash.update(path).update("\0").update(readFileSync(absolute))
    return
  }
  for (const name of readdirSync(absolute).sort()) {
    if (!skipped.has(name)) add(hash, `${path}/${name}`)
  }
}

/** Whether `step` succeeded with this input hash and its outputs are still there. */
export function isFresh(step, hash) {
  const stamp = join(stamps, step.name)
  return (
    existsSync(stamp) &&
    readFileSync(stamp, "utf8") === hash &&
    step.outputs.every((output) => existsSync(join(repository, output)))
  )
}

export function markFresh(step, hash) {
  mkdirSync(stamps, { recursive: true })
  writeFileSync(join(stamps, step.name), hash)
}
