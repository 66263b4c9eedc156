// `npm run docs:write`: writes what is made from other pages: llms.txt, and the figures in README.md.
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { llmsText } from "./lib/docs/llms.mjs"
import { readmeText } from "./lib/docs/performance.mjs"
import { repository } from "./lib/process.mjs"

writeFileSync(join(repository, "llms.txt"), llmsText())
writeFileSync(join(repository, "README.md"), readmeText())
