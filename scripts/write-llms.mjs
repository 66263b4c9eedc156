// `npm run docs:llms`: writes llms.txt from the guides in docs/.
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { llmsText } from "./lib/docs/llms.mjs"
import { repository } from "./lib/process.mjs"

writeFileSync(join(repository, "llms.txt"), llmsText())
