// Prints, for every TypeScript file below the folders given, its path and the names that the TypeScript compiler's binder
// says it exports, separated by tabs. "*" stands for `export * from`. Files that TypeScript itself refuses are left out.
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import ts from "typescript"

for (const folder of process.argv.slice(2)) {
  for (const path of typeScriptFiles(folder)) {
    const file = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true, ts.ScriptKind.TS)
    if (file.parseDiagnostics.length > 0) continue
    console.log([path, ...exportedNames(path, file)].join("\t"))
  }
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
