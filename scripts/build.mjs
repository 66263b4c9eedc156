// `npm run build`: builds whatever is out of date.
import { buildAll } from "./lib/build-steps.mjs"
import { requireTools } from "./lib/tools.mjs"

requireTools()
await buildAll()
console.log("Everything is built.")
