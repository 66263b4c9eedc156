// Makes dist/ of what Maven built: the program with its start line, what it loads
// into other threads and processes, and the template's files.
import { chmodSync, cpSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("..", import.meta.url))
const program = `${root}target/node/zeroback.js`
const dist = `${root}dist`

if (!existsSync(program)) {
  console.error(`${program} is missing. Build it first: mvn -pl cli -am package`)
  process.exit(1)
}
rmSync(dist, { recursive: true, force: true })
mkdirSync(dist)
cpSync(program, `${dist}/program.js`)
cpSync(`${root}src/main/node`, dist, { recursive: true })
writeFileSync(`${dist}/zeroback.js`, '#!/usr/bin/env node\nimport { main } from "./program.js"\n\nmain([])\n')
chmodSync(`${dist}/zeroback.js`, 0o755)
cpSync(`${root}../wrangler-template`, `${dist}/template`, { recursive: true })
// npm leaves out files of the name .gitignore.
renameSync(`${dist}/template/.gitignore`, `${dist}/template/gitignore`)
