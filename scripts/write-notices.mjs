// `npm run release:notices`: writes THIRD_PARTY_LICENSES into the packages that contain code of others.
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { repository } from "./lib/process.mjs"
import { bundled, noticesOf } from "./lib/release/bundled.mjs"

for (const folder of Object.keys(bundled))
  writeFileSync(join(repository, folder, "THIRD_PARTY_LICENSES"), noticesOf(folder))
