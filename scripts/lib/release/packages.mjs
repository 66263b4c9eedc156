// The npm packages that a release publishes, and what npm would upload of each.
import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { repository } from "../process.mjs"

/** Their folders, in the order in which they depend on one another. */
export const published = [
  "packages/values",
  "packages/client",
  "packages/react",
  "packages/solid",
  "teavm-worker",
  "cli",
]

/** The package.json of a workspace. */
export function manifestOf(folder) {
  return JSON.parse(readFileSync(join(repository, folder, "package.json"), "utf8"))
}

/** The command that installs packed packages in an app with `framework`, "react" or "solid". */
export function installCommand(packages, framework) {
  const other = framework === "react" ? "@zeroback/solid" : "@zeroback/react"
  const wanted = packages.filter(({ manifest }) => manifest.name !== other)
  return `npm install ${wanted.map(({ path }) => path).join(" ")}`
}

/**
 * Packs every published package into `folder`.
 *
 * @returns {{manifest: object, path: string, tarball: Buffer, files: string[], unpackedSize: number}[]} `path` is where
 *   the tarball is, `files` are the paths in it, `unpackedSize` is in bytes.
 */
export function packAll(folder) {
  const workspaces = published.flatMap((path) => ["-w", path])
  const args = ["pack", "--json", "--ignore-scripts", "--pack-destination", folder, ...workspaces]
  const { status, stdout, stderr } = spawnSync("npm", args, { cwd: repository, encoding: "utf8" })
  if (status !== 0) throw new Error(`npm pack failed: ${stderr}`)
  const packed = Object.values(JSON.parse(stdout))
  return published.map((path) => {
    const manifest = manifestOf(path)
    const { filename, files, unpackedSize } = packed.find((each) => each.name === manifest.name)
    const tarball = join(folder, filename)
    return {
      manifest,
      path: tarball,
      tarball: readFileSync(tarball),
      files: files.map((file) => file.path),
      unpackedSize,
    }
  })
}
