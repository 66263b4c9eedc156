import { gzipSync } from "node:zlib"
import { build } from "esbuild"

/** The folder `bench/`: the command and its tests run in it. */
export const benchRoot = process.cwd()

/** Bundles a Worker the way Wrangler does when it deploys: one minified ES module. */
export async function bundleWorker(entry: string, options: { minify: boolean } = { minify: true }): Promise<string> {
  const result = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    minify: options.minify,
    keepNames: !options.minify,
    conditions: ["workerd", "worker", "browser", "import"],
    external: ["cloudflare:*", "node:*"],
    logLevel: "silent",
  })
  return result.outputFiles[0]!.text
}

/** Bytes of a module as it is and compressed by gzip at its strongest. */
export interface Size {
  readonly minified: number
  readonly gzipped: number
}

export function sizeOf(text: string): Size {
  return { minified: Buffer.byteLength(text), gzipped: gzipSync(text, { level: 9 }).length }
}
