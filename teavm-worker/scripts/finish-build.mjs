// Completes dist/ after Maven (engine.js) and tsc: adds the boundary's types, reports the engine's size, and fails when
// the engine breaks one of its two promises.
import { copyFileSync, existsSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { gzipSync } from "node:zlib"

const MAX_GZIP_BYTES = 46 * 1024

const inPackage = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url))

copyFileSync(inPackage("src/main/ts/engine.d.ts"), inPackage("dist/engine.d.ts"))

const failures = []
const engine = inPackage("dist/engine.js")
const strictEngine = inPackage("target/strict/engine.js")
for (const path of [engine, strictEngine]) {
  if (!existsSync(path)) failures.push(`${path} is missing. Build it with: mvn -pl teavm-worker -am package -DskipTests`)
}

if (failures.length === 0) {
  const minified = readFileSync(engine)
  const gzipped = gzipSync(minified, { level: 9 }).length
  console.log(`engine.js: ${kilobytes(minified.length)} minified, ${kilobytes(gzipped)} gzipped`)
  if (gzipped > MAX_GZIP_BYTES) failures.push(`engine.js may have ${kilobytes(MAX_GZIP_BYTES)} gzipped.`)

  // The strict build holds the same engine with whole names. A call of this function means that something reachable
  // may suspend, and that TeaVM has turned every caller into a state machine.
  if (readFileSync(strictEngine, "utf8").includes("$rt_suspending(")) {
    failures.push("The engine contains TeaVM's coroutine transform; find what waits (JSPromise.await, Thread, monitors).")
  }
}

for (const failure of failures) console.error(failure)
process.exitCode = failures.length === 0 ? 0 : 1

function kilobytes(bytes) {
  return `${(bytes / 1024).toFixed(1)} KB`
}
