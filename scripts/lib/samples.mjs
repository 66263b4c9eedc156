// Turns the TypeScript samples of a documentation page into a project that can be type-checked.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"

const FENCE = /^```tsx?\n([\s\S]*?)^```$/gm
const FILE_LINE = /^\/\/ ([\w./-]+\.tsx?)$/

const compilerOptions = {
  target: "ES2022",
  lib: ["ES2022", "DOM", "DOM.Iterable"],
  module: "ESNext",
  moduleResolution: "bundler",
  jsx: "react-jsx",
  strict: true,
  noUncheckedIndexedAccess: true,
  verbatimModuleSyntax: true,
  skipLibCheck: true,
  types: [],
  noEmit: true,
}

/**
 * The files that a page's samples make up, by path. A line `// zeroback/tasks.ts` says which file follows; a file that
 * appears again on the page goes on where it ended.
 *
 * @throws Error when a sample does not begin with the name of its file.
 */
export function samplesOf(page) {
  const files = new Map()
  for (const [, sample] of readFileSync(page, "utf8").matchAll(FENCE)) {
    let path = null
    for (const line of sample.trimEnd().split("\n")) {
      const named = FILE_LINE.exec(line)
      if (named !== null) path = named[1]
      else if (path === null)
        throw new Error(`${page}: a sample must begin with a line such as "// zeroback/tasks.ts", not "${line}"`)
      else files.set(path, `${files.get(path) ?? ""}${line}\n`)
    }
  }
  return files
}

/** Writes a page's samples into `folder`, which is emptied first. */
export function writeProject(folder, files) {
  rmSync(folder, { recursive: true, force: true })
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const isSolid = [...files.values()].some((text) => text.includes('from "solid-js'))
  const options = { ...compilerOptions, ...(isSolid && { jsxImportSource: "solid-js" }) }
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({ compilerOptions: options, include: ["src", "zeroback"] }, null, 2),
  )
}
