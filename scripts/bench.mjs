// `npm run bench`: builds the driver and runs it in bench/. Options: npm run bench -- --help
// `npm run bench -- soak`: clients that come and go, and jobs, for ten minutes, or for --minutes.
import { spawn, spawnSync } from "node:child_process"
import { existsSync } from "node:fs"
import { join } from "node:path"

const repository = join(import.meta.dirname, "..")
const bench = join(repository, "bench")

if (!existsSync(join(repository, "node_modules/esbuild"))) {
  console.error("Nothing is installed yet; run `npm install` first.")
  process.exit(1)
}
const selfCheck = process.argv.includes("--self-check")
if (!selfCheck && !existsSync(join(repository, "teavm-worker/dist/engine.js"))) {
  console.error("The engine is not built yet; run `npm run build` first.")
  process.exit(1)
}

// The size of the todo app's bundle is one of the figures.
if (!selfCheck) {
  const codegen = spawnSync(process.execPath, [join(repository, "cli/dist/zeroback.js"), "codegen"], {
    cwd: join(repository, "examples/todo"),
    stdio: ["ignore", "ignore", "inherit"],
  })
  if (codegen.status !== 0) process.exit(1)
}

const [command, ...args] = process.argv[2] === "soak" ? process.argv.slice(2) : ["bench", ...process.argv.slice(2)]
const { build } = await import("esbuild")
await build({
  entryPoints: [join(bench, command === "soak" ? "src/soak/main.ts" : "src/main.ts")],
  outfile: join(bench, `dist/${command}.mjs`),
  bundle: true,
  platform: "node",
  target: "node20",
  format: "esm",
  packages: "external",
  sourcemap: true,
  logLevel: "warning",
})

const driver = spawn(process.execPath, ["--enable-source-maps", `dist/${command}.mjs`, ...args], {
  cwd: bench,
  stdio: "inherit",
})
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => driver.kill(signal))
driver.on("exit", (code) => process.exit(code ?? 1))
