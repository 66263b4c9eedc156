import { build } from "esbuild"

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
