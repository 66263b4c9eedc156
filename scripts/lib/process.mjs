// Runs programs of the build: output goes to a log, progress to the terminal, and nothing outlives this program.
import { spawn } from "node:child_process"
import { createWriteStream, mkdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

export const repository = join(import.meta.dirname, "../..")
export const logs = join(repository, ".build/logs")

const PROGRESS_MILLIS = 4_000
/** How long programs may take to end before they are killed. */
const GRACE_MILLIS = 5_000
const GLANCE_MILLIS = 20
/** Signals closer than this are one Ctrl-C: npm passes on what the terminal has sent to everyone. */
const ONE_SIGNAL_MILLIS = 500
const running = new Set()
/** Set once this program is ending. */
let endingSince

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    const code = signal === "SIGINT" ? 130 : 143
    if (isEnding() && Date.now() - endingSince > ONE_SIGNAL_MILLIS) {
      for (const child of running) signalGroup(child.pid, "SIGKILL")
      process.exit(code)
    }
    void end(code)
  })
}
process.on("exit", stopAll)

/** Starts a program in a process group of its own, which ends with this program. */
export function start(command, args, options = {}) {
  if (isEnding()) throw new Error(`${command} was not started: this program is ending.`)
  const child = spawn(command, args, { cwd: repository, detached: true, ...options })
  // One that could not be started has no process to end.
  if (child.pid !== undefined) running.add(child)
  child.on("exit", () => running.delete(child))
  return child
}

/**
 * Ends this program when what it has started has ended, so that what follows meets none of it; the first code given is the
 * exit code. What takes longer than `graceMillis` is killed.
 *
 * @returns {Promise<never>}
 */
export function end(code, graceMillis = GRACE_MILLIS) {
  if (!isEnding()) {
    endingSince = Date.now()
    const groups = [...running].map((child) => child.pid)
    stopAll()
    const glance = setInterval(() => {
      const left = groups.filter(groupLives)
      const late = Date.now() - endingSince > graceMillis
      if (left.length > 0 && !late) return
      clearInterval(glance)
      for (const group of left) signalGroup(group, "SIGKILL")
      process.exit(code)
    }, GLANCE_MILLIS)
  }
  return new Promise(() => {})
}

/** Whether this program waits for the end of what it has started. */
export function isEnding() {
  return endingSince !== undefined
}

function stopAll() {
  for (const child of running) signalGroup(child.pid, "SIGTERM")
}

function signalGroup(group, signal) {
  try {
    process.kill(-group, signal)
  } catch (error) {
    if (error.code !== "ESRCH") throw error
  }
}

function groupLives(group) {
  try {
    return process.kill(-group, 0)
  } catch {
    return false
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
    const finish = (code) => {
      clearInterval(progress)
      // Nothing follows from a program that was told to end.
      if (!isEnding()) output.end(() => resolve({ code, seconds: seconds(begun), log }))
    }
    child.on("error", (error) => {
      output.write(`${error.message}\n`)
      finish(1)
    })
    child.on("close", (code) => finish(code ?? 1))
  })
}

export function seconds(begun) {
  return Math.round((Date.now() - begun) / 100) / 10
}

/** The last lines of a log, for a failure. */
export function tail(log, lines = 60) {
  return readFileSync(log, "utf8").trimEnd().split("\n").slice(-lines).join("\n")
}
