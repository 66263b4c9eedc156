// Runs programs of the build: output goes to a log, progress to the terminal, and nothing outlives this program.
import { spawn } from "node:child_process"
import { createWriteStream, mkdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

export const repository = join(import.meta.dirname, "../..")
export const logs = join(repository, ".build/logs")

const PROGRESS_MILLIS = 4_000
const running = new Set()

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    stopAll()
    process.exit(signal === "SIGINT" ? 130 : 143)
  })
}
process.on("exit", stopAll)

/** Starts a program in a process group of its own, which ends with this program. */
export function start(command, args, options = {}) {
  const child = spawn(command, args, { cwd: repository, detached: true, ...options })
  // One that could not be started has no process to end.
  if (child.pid !== undefined) running.add(child)
  child.on("exit", () => running.delete(child))
  return child
}

function stopAll() {
  for (const child of running) {
    try {
      process.kill(-child.pid, "SIGTERM")
    } catch (error) {
      if (error.code !== "ESRCH") throw error
    }
  }
}

/**
 * Runs a program to its end, its output in `.build/logs/<name>.log`. A line of progress appears every few seconds.
 *
 * @returns {Promise<{code: number, seconds: number, log: string}>}
 */
export function run(name, command, args, options = {}) {
  mkdirSync(logs, { recursive: true })
  const log = join(logs, `${name}.log`)
  const output = createWriteStream(log)
  const begun = Date.now()
  const child = start(command, args, { stdio: ["ignore", "pipe", "pipe"], ...options })
  child.stdout.pipe(output, { end: false })
  child.stderr.pipe(output, { end: false })
  const progress = setInterval(() => console.log(`  ... ${name}, ${seconds(begun)} s`), PROGRESS_MILLIS)
  return new Promise((resolve) => {
    const end = (code) => {
      clearInterval(progress)
      output.end(() => resolve({ code, seconds: seconds(begun), log }))
    }
    child.on("error", (error) => {
      output.write(`${error.message}\n`)
      end(1)
    })
    child.on("close", (code) => end(code ?? 1))
  })
}

export function seconds(begun) {
  return Math.round((Date.now() - begun) / 100) / 10
}

/** The last lines of a log, for a failure. */
export function tail(log, lines = 60) {
  return readFileSync(log, "utf8").trimEnd().split("\n").slice(-lines).join("\n")
}
