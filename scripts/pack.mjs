// `npm run pack`: builds the packages as a release would publish them, and says how to install them without a registry.
import { mkdirSync, rmSync } from "node:fs"
import { join } from "node:path"
import { buildAll } from "./lib/build-steps.mjs"
import { repository } from "./lib/process.mjs"
import { installCommand, packAll } from "./lib/release/packages.mjs"
import { requireNode } from "./lib/tools.mjs"

const folder = join(repository, ".build/packages")

requireNode()
await buildAll()
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
const packages = packAll(folder)

for (const [name, framework] of [
  ["React", "react"],
  ["Solid", "solid"],
])
  console.log(`\nIn an app with ${name}:\n\n${installCommand(packages, framework)}`)
