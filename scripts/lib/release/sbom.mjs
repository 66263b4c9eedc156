// The bill of materials of a release (CycloneDX): what a user's npm installs with our packages, by npm itself, and what
// of Java is compiled into them, by the CycloneDX plugin of Maven.
import { spawnSync } from "node:child_process"
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { repository } from "../process.mjs"
import { bundled, versionOf } from "./bundled.mjs"
import { manifestOf } from "./packages.mjs"
import { version } from "./versions.mjs"

/**
 * Makes the bill of the packed packages in `folder`, which is to be empty.
 *
 * @returns a CycloneDX document.
 */
export function billOfMaterials(packages, folder) {
  const bill = installedByUsers(packages, folder)
  bill.metadata.component = { type: "application", name: "zeroback", version: version(), "bom-ref": "zeroback" }
  for (const { manifest } of packages) withoutAddress(bill.components.find((each) => each.purl === purlOf(manifest)))
  const java = javaComponents()
  for (const [workspace, components] of Object.entries(bundled)) {
    const owner = bill.components.find((each) => each.purl === purlOf(manifestOf(workspace)))
    const contained = components.flatMap((component) =>
      component.artifacts.map((name) => javaOf(component, name, java)),
    )
    owner.components = contained
  }
  bill.dependencies = bill.dependencies.filter((each) => bill.components.some((part) => part["bom-ref"] === each.ref))
  return bill
}

/** Our own tarballs came from this machine, which is nobody's business. */
function withoutAddress(component) {
  component.externalReferences = component.externalReferences.filter(({ type }) => type !== "distribution")
}

/** What npm would install for somebody who installs all packages today; nothing is unpacked. */
function installedByUsers(packages, folder) {
  mkdirSync(folder, { recursive: true })
  const own = Object.fromEntries(packages.map(({ manifest, path }) => [manifest.name, `file:${path}`]))
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ name: "sbom", version: "0.0.0", private: true, dependencies: own, overrides: own }),
  )
  npm(folder, ["install", "--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund"])
  return JSON.parse(npm(folder, ["sbom", "--package-lock-only", "--sbom-format", "cyclonedx"]))
}

function npm(folder, args) {
  const { status, stdout, stderr } = spawnSync("npm", args, { cwd: folder, encoding: "utf8", maxBuffer: 1 << 26 })
  if (status !== 0) throw new Error(`npm ${args[0]} failed: ${stderr}`)
  return stdout
}

/** All Java components of the modules that are compiled into packages, those of the compiler too. */
function javaComponents() {
  const modules = Object.keys(bundled)
  const args = ["-B", "-q", "-ntp", "org.cyclonedx:cyclonedx-maven-plugin:makeBom", "-pl", modules.join(",")]
  const { status, stdout, stderr } = spawnSync("mvn", args, { cwd: repository, encoding: "utf8" })
  if (status !== 0) throw new Error(`The CycloneDX plugin of Maven failed: ${stdout}${stderr}`)
  return modules.flatMap(
    (module) => JSON.parse(readFileSync(join(repository, module, "target/bom.json"), "utf8")).components,
  )
}

function javaOf({ group, ...component }, name, known) {
  const found = known.find(
    (each) => each.group === group && each.name === name && each.version === versionOf(component),
  )
  if (found === undefined) throw new Error(`Maven knows no ${group}:${name}, which our packages contain.`)
  return found
}

const purlOf = ({ name, version: own }) => `pkg:npm/${name.replace("@", "%40")}@${own}`
