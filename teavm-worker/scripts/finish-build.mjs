// Completes dist/ after Maven and tsc: minifies the compiled engine once more, adds the boundary's types, reports the
// engine's size, and fails when the engine breaks one of its two promises.
import { buildSync } from "esbuild"
import { copyFileSync, existsSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { gzipSync } from "node:zlib"

const MAX_GZIP_BYTES = 50 * 1024

const inPackage = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url))
const compiled = inPackage("target/release/engine.js")
const strictlyCompiled = inPackage("target/strict/engine.js")
const published = inPackage("dist/engine.js")

const missing = [compiled, strictlyCompiled].filter((path) => !existsSync(path))
if (missing.length > 0) {
  console.error(`${missing.join(" and ")}: missing. Build with: mvn -pl teavm-worker -am package -DskipTests`)
  process.exit(1)
}

// TeaVM has renamed everything already; syntax alone gives another 5 % after gzip.
buildSync({
  entryPoints: [compiled],
  outfile: published,
  format: "esm",
  target: "es2022",
  minify: true,
  sourcemap: true,
})
copyFileSync(inPackage("src/main/ts/engine.d.ts"), inPackage("dist/engine.d.ts"))

const minified = readFileSync(published)
const gzipped = gzipSync(minified, { level: 9 }).length
console.log(`engine.js: ${kilobytes(minified.length)} minified, ${kilobytes(gzipped)} gzipped`)

if (gzipped > MAX_GZIP_BYTES) fail(`engine.js may have ${kilobytes(MAX_GZIP_BYTES)} gzipped.`)

// The strict build holds the same engine with whole names. A call of this function means that something reachable may
// suspend, and that TeaVM has turned every caller into a state machine.
if (readFileSync(strictlyCompiled, "utf8").includes("$rt_suspending(")) {
  fail("The engine contains TeaVM's coroutine transform; find what waits (JSPromise.await, Thread, monitors).")
}

function fail(message) {
  console.error(message)
  process.exitCode = 1
}

function kilobytes(bytes) {
  return `${(bytes / 1024).toFixed(1)} KB`
}
