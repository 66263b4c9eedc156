// `npm run release:dry`: builds, packs and checks what a release would publish, writes its bill of materials, and lists it.
// Nothing is published. The tarballs and the bill stay in .build/release.
import { mkdirSync, rmSync, writeFileSync } from "node:fs"
import { basename, join } from "node:path"
import { buildAll } from "./lib/build-steps.mjs"
import { repository, run, tail } from "./lib/process.mjs"
import { containedBy, noticesProblems } from "./lib/release/bundled.mjs"
import { packAll, published } from "./lib/release/packages.mjs"
import { billOfMaterials } from "./lib/release/sbom.mjs"
import { tarballProblems } from "./lib/release/tarball.mjs"
import { version, versionProblems } from "./lib/release/versions.mjs"
import { requireTools } from "./lib/tools.mjs"

const folder = join(repository, ".build/release")

requireTools()
await buildAll()
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
const packages = packAll(folder)

const problems = [...versionProblems(), ...noticesProblems(), ...packages.flatMap(tarballProblems)]
for (const path of published) {
  await lint(`publint-${basename(path)}`, ["publint", "--strict", path])
  if (path !== "cli") await lint(`attw-${basename(path)}`, ["attw", "--pack", path, "--profile", "esm-only"])
}
if (problems.length > 0) {
  for (const problem of problems) console.error(problem)
  process.exit(1)
}

const bill = billOfMaterials(packages, join(folder, "sbom"))
writeFileSync(join(folder, "sbom.cdx.json"), JSON.stringify(bill, null, 2))
rmSync(join(folder, "sbom"), { recursive: true })

console.log(`\nWould publish ${version()}:\n`)
for (const [index, { manifest, path, tarball, unpackedSize, files }] of packages.entries()) {
  const size = `${kilobytes(tarball.length)} packed, ${kilobytes(unpackedSize)} unpacked, ${files.length} files`
  console.log(`  ${manifest.name.padEnd(17)} ${manifest.version}  ${basename(path)}: ${size}`)
  const licences = [manifest.license, ...containedBy(published[index])]
  console.log(`  ${"".padEnd(17)} ${licences.join("; contains ")}`)
}
console.log(
  `\nBill of materials: ${bill.components.length} components in .build/release/sbom.cdx.json (CycloneDX ${bill.specVersion})`,
)
console.log("Nothing was published. To publish, in this order: npm publish .build/release/<tarball> --access public")

async function lint(name, args) {
  const { code, log } = await run(`release-${name}`, "npx", args)
  if (code !== 0) problems.push(`${name}:\n${tail(log)}`)
}

function kilobytes(bytes) {
  return `${(bytes / 1024).toFixed(1)} KB`
}
