// `npm run lint`: formatting and lint of the whole tree; `npm run lint -- --fix` writes what can be written.
import { run, tail } from "./lib/process.mjs"
import { requireTools } from "./lib/tools.mjs"

requireTools()
const fix = process.argv.includes("--fix")
const commands = [
  ["lint-java", "mvn", ["-B", "-q", "-ntp", fix ? "spotless:apply" : "spotless:check"]],
  ["lint-format", "npx", ["prettier", fix ? "--write" : "--check", "--log-level", "warn", "."]],
  ["lint-eslint", "npx", ["eslint", ...(fix ? ["--fix"] : []), "."]],
]
let failed = false
for (const [name, command, args] of commands) {
  const result = await run(name, command, args)
  console.log(`${name}: ${result.code === 0 ? "ok" : "FAILED"}, ${result.seconds} s`)
  if (result.code !== 0) {
    console.error(tail(result.log))
    failed = true
  }
}
process.exit(failed ? 1 : 0)
