// The type checker of `zeroback dev`, on a thread of its own. It keeps the program of the last check, so the next one
// looks only at what changed and at what depends on that.
import { statSync } from "node:fs"
import { createRequire } from "node:module"
import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads"

/** The project's own TypeScript. */
const ts = createRequire(import.meta.url)(workerData.library)

/** Each source with the state of its file when it was read. */
const sources = new Map()
let program

function stampOf(path) {
  const file = statSync(path, { throwIfNoEntry: false })
  return file && `${file.mtimeMs} ${file.size}`
}

/** Reads a source unless its file is as it was; TypeScript recognises unchanged sources by their identity. */
function rememberSources(host) {
  const read = host.getSourceFile
  host.getSourceFile = (path, settings, ...rest) => {
    const stamp = stampOf(path)
    const known = sources.get(path)
    if (stamp !== undefined && known?.stamp === stamp) return known.source
    const source = read.call(host, path, settings, ...rest)
    sources.set(path, { stamp, source })
    return source
  }
  return host
}

/** Returns what `tsc --pretty false` prints. */
function check({ settings, directory }) {
  const fatal = []
  const parsed = ts.getParsedCommandLineOfConfigFile(
    settings,
    { noEmit: true },
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: (problem) => fatal.push(problem),
    },
  )
  if (parsed !== undefined) {
    const { fileNames, options, errors, projectReferences } = parsed
    const host = rememberSources(ts.createIncrementalCompilerHost(options))
    program = ts.createSemanticDiagnosticsBuilderProgram(fileNames, options, host, program, errors, projectReferences)
  }
  const problems = parsed === undefined ? fatal : problemsOf(program)
  return ts.formatDiagnostics(ts.sortAndDeduplicateDiagnostics(problems), {
    getCurrentDirectory: () => directory,
    getCanonicalFileName: (path) => path,
    getNewLine: () => "\n",
  })
}

/** As `tsc` does, types are looked at once everything else is right. */
function problemsOf(checked) {
  const problems = [...checked.getConfigFileParsingDiagnostics(), ...checked.getSyntacticDiagnostics()]
  if (problems.length > 0) return problems
  problems.push(...checked.getOptionsDiagnostics(), ...checked.getGlobalDiagnostics())
  return problems.length > 0 ? problems : checked.getSemanticDiagnostics()
}

/** Forgets all that it knew when TypeScript itself fails, and tells how it failed. */
function checkSafely(asked) {
  try {
    return check(asked)
  } catch (error) {
    program = undefined
    sources.clear()
    return `TypeScript ${ts.version} failed.\n${error.stack.replaceAll(/^/gm, "  ")}\n`
  }
}

parentPort.on("message", (asked) => {
  let latest = asked
  for (let next; (next = receiveMessageOnPort(parentPort));) latest = next.message
  parentPort.postMessage({ id: latest.id, text: checkSafely(latest) })
})
