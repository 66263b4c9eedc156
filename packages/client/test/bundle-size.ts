import { build } from "esbuild"
import { fileURLToPath } from "node:url"
import { gzipSync } from "node:zlib"

/** The bytes that a program consisting of `source` adds to a page: bundled, minified, gzipped. */
export async function bundledBytes(source: string, folder: URL, external: string[] = []): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: fileURLToPath(folder) },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: "es2022",
    external,
  })
  return gzipSync(outputFiles[0]?.contents ?? "", { level: 9 }).length
}
