// Completes dist/ after Maven and tsc: makes the compiled engine smaller, adds the boundary's types, reports the
// engine's size, and fails when the engine breaks one of its two promises.
import { transformSync } from "esbuild"
import { Buffer } from "node:buffer"
import { copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { gzipSync } from "node:zlib"
import { compact } from "./compact/index.mjs"
import { likeBesideLike } from "./compact/order.mjs"
import { textsInOrderOfUse } from "./compact/texts.mjs"

const MAX_GZIP_BYTES = 60.8 * 1024

const inPackage = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url))
const compiled = inPackage("target/release/engine.js")
const strictlyCompiled = inPackage("target/strict/engine.js")
const published = inPackage("dist/engine.js")

const missing = [compiled, strictlyCompiled].filter((path) => !existsSync(path))
if (missing.length > 0) {
  console.error(`${missing.join(" and ")}: missing. Build with: mvn -pl teavm-worker -am package -DskipTests`)
  process.exit(1)
}

const compacted = compact(readFileSync(compiled, "utf8"), readFileSync(`${compiled}.map`, "utf8"))
const inlineMap = Buffer.from(compacted.map).toString("base64")
const minified = transformSync(`${compacted.code}\n//# sourceMappingURL=data:application/json;base64,${inlineMap}`, {
  sourcefile: "engine.js",
  format: "esm",
  target: "es2022",
  minify: true,
  treeShaking: true,
  sourcemap: "external",
})
const ordered = likeBesideLike(minified.code, minified.map)
const release = textsInOrderOfUse(ordered.code, ordered.map)
writeFileSync(published, `${release.code}\n//# sourceMappingURL=engine.js.map\n`)
writeFileSync(`${published}.map`, release.map)
for (const types of ["engine.d.ts", "environment.d.ts"])
  copyFileSync(inPackage(`src/main/ts/${types}`), inPackage(`dist/${types}`))
// tsc copies no declarations, and refers to where they lay.
const index = inPackage("dist/index.d.ts")
writeFileSync(index, readFileSync(index, "utf8").replace('path="../src/main/ts/', 'path="./'))

const written = readFileSync(published)
const gzipped = gzipSync(written, { level: 9 }).length
console.log(`engine.js: ${kilobytes(written.length)} minified, ${kilobytes(gzipped)} gzipped`)

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
