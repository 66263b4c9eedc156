import { execFile } from "node:child_process"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { promisify } from "node:util"
import { build } from "esbuild"

const execute = promisify(execFile)

/**
 * Writes the generated code of a project, as its developer would.
 *
 * @param {string} project - A folder with zeroback/ in it.
 */
export async function generateCode(project) {
  const cli = createRequire(import.meta.url).resolve("@zeroback/cli/package.json")
  await execute(process.execPath, [join(dirname(cli), "dist/zeroback.js"), "codegen"], { cwd: project })
}

/**
 * Bundles a Worker's module with all that it imports.
 *
 * @param {string} entry - Path of the module, with or without its extension.
 * @returns {Promise<string>} One ES module as text.
 */
export async function bundle(entry) {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    conditions: ["workerd", "worker"],
    external: ["cloudflare:*"],
    target: "es2022",
    write: false,
    logLevel: "error",
  })
  return /** @type {{ text: string }} */ (outputFiles[0]).text
}

/**
 * Builds a Vite page for production.
 *
 * @param {string} project - The page's folder.
 * @param {Record<string, string>} variables - Added to the environment of the build.
 * @param {string} folder - Where the page is written.
 */
export async function buildPage(project, variables, folder) {
  const vite = createRequire(join(project, "package.json")).resolve("vite/package.json")
  await execute(process.execPath, [join(dirname(vite), "bin/vite.js"), "build", "--outDir", folder, "--emptyOutDir"], {
    cwd: project,
    env: { ...process.env, ...variables },
  })
}
