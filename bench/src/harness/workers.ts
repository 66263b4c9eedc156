import { gzipSync } from "node:zlib"
import { build, type BuildOptions } from "esbuild"

/** The folder `bench/`: the command and its tests run in it. */
export const benchRoot = process.cwd()

/** Bundles a Worker the way Wrangler does when it deploys: one minified ES module. */
export async function bundleWorker(entry: string): Promise<string> {
  const result = await build({ ...options(entry), minify: true })
  return result.outputFiles[0]!.text
}

/** A module and its source map, which leads through the engine's own map to its Java lines. */
export interface MappedModule {
  readonly text: string
  readonly map: string
}

/** Bundles a Worker for a profile: not minified, with a source map. */
export async function bundleMapped(entry: string): Promise<MappedModule> {
  const result = await build({ ...options(entry), sourcemap: "external", outfile: "worker.js" })
  const file = (extension: string): string => result.outputFiles.find((it) => it.path.endsWith(extension))!.text
  return { text: file(".js"), map: file(".map") }
}

function options(entry: string) {
  return {
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    conditions: ["workerd", "worker", "browser", "import"],
    external: ["cloudflare:*", "node:*"],
    logLevel: "silent",
  } satisfies BuildOptions
}

/** Bytes of a module as it is and compressed by gzip at its strongest. */
export interface Size {
  readonly minified: number
  readonly gzipped: number
}

export function sizeOf(text: string): Size {
  return { minified: Buffer.byteLength(text), gzipped: gzipSync(text, { level: 9 }).length }
}
