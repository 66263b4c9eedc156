import { ZerobackError } from "@zeroback/values"
import type { Engine } from "../engine.js"
import { keepShapes } from "../engine.js"
import type { Clock } from "./clock.js"
import type { RegisteredFunction } from "../functions/registered.js"
import { Deadlines } from "./deadlines.js"
import type { Files } from "./files.js"
import type { Limits } from "./limits.js"
import { checkArgs } from "./limits.js"
import type { Logbook } from "./logbook.js"
import type { Program } from "./options.js"
import { LooseEnds } from "./loose-ends.js"
import { speakingAs, textOf } from "./run-console.js"
import { runContext } from "./run-context.js"
import type { RunContextOptions } from "./run-context.js"
import type { RowMeter, Rows } from "./row-meter.js"
import { SharedCommit } from "./shared-commit.js"
import { isSystem } from "./system-functions.js"

export interface FunctionRunnerOptions {
  /** Clients see the messages of all errors. */
  readonly dev: boolean
  /** Every run is written to the console, not only those that fail. */
  readonly logsRuns: boolean
  readonly logbook: Logbook
  readonly meter: RowMeter
  readonly clock: Clock
  readonly limits: Limits
  /** None when the app has no bucket. */
  readonly files: Files | undefined
}

/** Failures of queries that are remembered, so that one which lasts is told as the same. */
const MOST_REMEMBERED = 100

/** Runs from one `keepShapes` to the next. */
const RUNS_OF_SHAPES = 1_000

/** Runs the app's handlers and tells the engine how each ended. */
export class FunctionRunner {
  readonly #functions: Program["functions"]
  readonly #options: FunctionRunnerOptions
  readonly #deadlines: Deadlines
  readonly #commits = new SharedCommit()
  readonly #contextOptions: RunContextOptions
  /** Whether a handler calls a function, which becomes part of the handler's run. */
  #isCalling = false
  /** By function and error, the request in which a query failed so first: live queries tell only what differs. */
  readonly #firstFailures = new Map<string, string>()
  /** Functions whose dropped queries the log has. */
  readonly #warned = new Set<string>()
  /** Tells the requests of this object in memory from those of an earlier one. */
  readonly #life = crypto.randomUUID().slice(0, 8)
  #runs = 0
  /** That of the newest run: an object that lives keeps V8 from discarding the code that it optimized for its like. */
  newestCtx: object | undefined

  constructor(functions: Program["functions"], options: FunctionRunnerOptions) {
    this.#functions = functions
    this.#options = options
    this.#deadlines = new Deadlines(options.limits.runMillis)
    this.#contextOptions = { ...options, call: (begin) => this.#call(begin) }
  }

  /**
   * Starts a handler in a microtask of its own: the engine must not hear of the outcome before this returns.
   *
   * @returns the end of the run, when the engine has heard of its outcome. It does not reject.
   */
  start(engine: Engine, run: number, name: string, args: unknown): Promise<void> {
    if (++this.#runs % RUNS_OF_SHAPES === 0) keepShapes()
    const commits = this.#isCalling || this.#functions[name]?.kind !== "mutation" ? undefined : this.#commits
    return this.#execute(engine, run, name, args, commits)
  }

  /** @param commits - of mutations that are no part of another run */
  async #execute(
    engine: Engine,
    run: number,
    name: string,
    args: unknown,
    commits: SharedCommit | undefined,
  ): Promise<void> {
    commits?.begin()
    await undefined
    const { logbook, logsRuns, meter } = this.#options
    const rows: Rows | undefined = logsRuns || logbook.isFollowed ? { read: 0, written: 0 } : undefined
    const seen = rows ? meter.metered(engine, rows) : engine
    const fn = this.#functions[name]
    const at = Date.now()
    let thrown: unknown
    let conclude: () => string
    try {
      if (!fn) throw new TypeError(`${name} is not in the manifest`)
      const ends = new LooseEnds()
      const result = await this.#handle(fn, seen, run, name, args, at, ends)
      ends.throwUnseen()
      if (ends.hasDroppedQuery) this.#warnOfDroppedQuery(name)
      const turn = commits?.turn()
      if (turn) await turn
      conclude = () => seen.finished(run, result)
    } catch (error) {
      thrown = error
      conclude = () => this.#report(seen, run, name, error)
    }
    try {
      const outcome = conclude()
      if (rows || (outcome !== "ok" && outcome !== "again")) {
        this.#log(run, name, fn?.kind ?? "unknown", at, outcome, rows, thrown)
      }
    } catch (bug) {
      console.error(`Zeroback could not conclude run ${run} of ${name}:`, bug)
    }
    commits?.end()
  }

  /** What the handler returns or throws, or a promise of it. */
  #handle(
    fn: RegisteredFunction,
    engine: Engine,
    run: number,
    name: string,
    args: unknown,
    at: number,
    ends: LooseEnds,
  ): unknown {
    const { clock, limits } = this.#options
    if (isSystem(fn)) return this.#deadlines.within(name, at, Promise.resolve(fn.handler({ engine, run, clock }, args)))
    checkArgs(name, args, limits.argsBytes)
    const ctx = runContext(engine, run, fn.kind, this.#contextOptions, ends)
    this.newestCtx = ctx
    const speaker = { name, request: this.#request(run), logbook: this.#options.logbook }
    const outcome = speakingAs(speaker, (): unknown => fn.handler(ctx, args))
    return this.#deadlines.within(name, at, Promise.resolve(outcome))
  }

  #warnOfDroppedQuery(name: string): void {
    if (this.#warned.has(name)) return
    this.#warned.add(name)
    console.warn(
      `${name}: a query ran without what was asked of it last. Its methods do not change it: run the query that they return.`,
    )
  }

  #call(begin: () => void): void {
    this.#isCalling = true
    try {
      begin()
    } finally {
      this.#isCalling = false
    }
  }

  #report(engine: Engine, run: number, name: string, thrown: unknown): string {
    if (thrown instanceof ZerobackError) return engine.failed(run, thrown.code, thrown.message, thrown.data)
    // Messages of other errors may hold secrets of the app; outside development they stay in the log.
    const message = this.#options.dev ? messageOf(thrown) : `Server error (request ${this.#failure(run, name, thrown)})`
    return engine.failed(run, "execution_error", message, undefined)
  }

  /** The request that clients are told: for a query the first that failed in the same way. */
  #failure(run: number, name: string, thrown: unknown): string {
    const request = this.#request(run)
    if (this.#functions[name]?.kind !== "query") return request
    const failure = `${name}\n${textOf(thrown)}`
    const first = this.#firstFailures.get(failure)
    if (first !== undefined) return first
    if (this.#firstFailures.size === MOST_REMEMBERED) this.#firstFailures.clear()
    this.#firstFailures.set(failure, request)
    return request
  }

  #log(
    run: number,
    name: string,
    kind: string,
    at: number,
    outcome: string,
    rows: Rows | undefined,
    thrown: unknown,
  ): void {
    const { dev, logbook, logsRuns } = this.#options
    const entry = {
      type: "run" as const,
      at,
      function: name,
      kind,
      request: this.#request(run),
      outcome,
      durationMillis: Date.now() - at,
      ...(rows && { rowsRead: rows.read, rowsWritten: rows.written }),
      ...(thrown !== undefined && { error: textOf(thrown) }),
    }
    logbook.add(entry)
    const isDefect = thrown !== undefined && !(thrown instanceof ZerobackError)
    if (isDefect && dev) console.error(`${name} failed:`, thrown)
    else if (isDefect) console.error(JSON.stringify(entry))
    else if (logsRuns) console.log(JSON.stringify(entry))
  }

  #request(run: number): string {
    return `${this.#life}-${run}`
  }
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : textOf(thrown)
}
