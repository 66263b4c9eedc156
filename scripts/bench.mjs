// `npm run bench`: builds what is out of date, and the driver, and runs it in bench/. Options: npm run bench -- --help
// `npm run bench -- soak`: clients that come and go, and jobs, for ten minutes, or for --minutes.
import { spawn, spawnSync } from "node:child_process"
import { join } from "node:path"

const repository = join(import.meta.dirname, "..")
const bench = join(repository, "bench")
const [command, ...args] = process.argv[2] === "soak" ? process.argv.slice(2) : ["bench", ...process.argv.slice(2)]

step(repository, "scripts/build.mjs")
// The size of the todo app's bundle is one of the figures.
step(join(repository, "examples/todo"), join(repository, "cli/dist/zeroback.js"), "codegen")

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

/** Runs a program that has to succeed first; the standard output is for the result alone. */
function step(cwd, ...program) {
  const { status } = spawnSync(process.execPath, program, { cwd, stdio: ["ignore", 2, 2] })
  if (status !== 0) process.exit(status ?? 1)
}
