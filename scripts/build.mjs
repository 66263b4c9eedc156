// `npm run build`: builds whatever is out of date.
import { buildAll } from "./lib/build-steps.mjs"
import { requireNode } from "./lib/tools.mjs"

requireNode()
await buildAll()
console.log("Everything is built.")
