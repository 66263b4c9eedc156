// Usage: typescript-exports.mjs <most> <folder>...
// Prints, for at most so many TypeScript files below the folders, the path and the names that the TypeScript compiler's
// binder says the file exports, separated by tabs. "*" stands for `export * from`. Files that TypeScript itself refuses
// are left out.
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import ts from "typescript"

const [most, ...folders] = process.argv.slice(2)
const paths = folders.flatMap((folder) => [...typeScriptFiles(folder)])
// Spread over all packages: one of every so many files.
const step = Math.ceil(paths.length / Number(most))
for (const path of paths.filter((_, index) => index % step === 0)) {
  const file = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true, ts.ScriptKind.TS)
  if (file.parseDiagnostics.length > 0) continue
  console.log([path, ...exportedNames(path, file)].join("\t"))
}

function exportedNames(path, file) {
  const host = {
    ...ts.createCompilerHost({}),
    getSourceFile: (name) => (name === path ? file : undefined),
    fileExists: (name) => name === path,
  }
  const program = ts.createProgram({
    rootNames: [path],
    options: {
      noLib: true,
      noResolve: true,
      types: [],
      target: ts.ScriptTarget.Latest,
      allowImportingTsExtensions: true,
      noEmit: true,
    },
    host,
  })
  const symbol = program.getTypeChecker().getSymbolAtLocation(file)
  const names =
    symbol?.exports === undefined ? [] : [...symbol.exports.keys()].map((name) => ts.unescapeLeadingUnderscores(name))
  return names
    .map((name) => (name === "__export" ? "*" : name))
    .filter((name) => name !== "__@iterator")
    .sort()
}

function* typeScriptFiles(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* typeScriptFiles(path)
    else if (/\.[cm]?ts$/.test(entry.name)) yield path
  }
}
