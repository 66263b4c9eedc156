// The TypeScript compiler for many small projects with the same options: what they all import is read and parsed once.
import { join, sep } from "node:path"
import ts from "typescript"

const installed = new Map()

/** What `tsc -p folder` would say; empty when it has no complaints. */
export function typeErrors(folder) {
  const config = ts.getParsedCommandLineOfConfigFile(join(folder, "tsconfig.json"), undefined, {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic(diagnostic) {
      throw new Error(ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n"))
    },
  })
  const host = ts.createCompilerHost(config.options)
  const read = host.getSourceFile
  host.getSourceFile = (path, options, ...rest) => {
    if (path.startsWith(folder + sep)) return read(path, options, ...rest)
    const key = `${path} ${JSON.stringify(options)}`
    if (!installed.has(key)) installed.set(key, read(path, options, ...rest))
    return installed.get(key)
  }
  const program = ts.createProgram({
    rootNames: config.fileNames,
    options: config.options,
    configFileParsingDiagnostics: ts.getConfigFileParsingDiagnostics(config),
    host,
  })
  return ts.formatDiagnostics(ts.getPreEmitDiagnostics(program), host)
}
