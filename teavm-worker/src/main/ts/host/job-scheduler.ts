import { ZerobackError } from "@zeroback/values"
import type { Engine } from "../engine.js"
import { nameOf } from "../functions/function-name.js"
import type { Clock } from "./clock.js"
import { checkArgs } from "./limits.js"
import type { LooseEnds } from "./loose-ends.js"
import { lacking } from "./misuse.js"
import type { ScheduledJob } from "../functions/scheduler.js"

/** The latest time that a `Date` can hold. */
const LATEST_MILLIS = 8.64e15

/** `ctx.scheduler` of a query. Methods are async so that what the engine throws becomes a rejection. */
export class JobReader {
  protected readonly engine: Engine
  protected readonly run: number

  constructor(engine: Engine, run: number) {
    this.engine = engine
    this.run = run
  }

  async get(id: unknown): Promise<ScheduledJob | null> {
    const stored = this.engine.job(this.run, id)
    if (stored === null) return null
    // When the engine has to deal with the job next, and what only crons have.
    const { at: _at, cron: _cron, skipped: _skipped, ...job } = stored as ScheduledJob & Record<string, unknown>
    return job
  }
}

Object.setPrototypeOf(
  JobReader.prototype,
  lacking(
    Object.fromEntries(
      ["runAfter", "runAt", "cancel"].map((change) => [
        change,
        `ctx.scheduler of a query has get() only, and no ${change}(): make the function a mutation.`,
      ]),
    ),
  ),
)

/** `ctx.scheduler` of a mutation or an action. */
export class JobScheduler extends JobReader {
  readonly #clock: Clock
  readonly #argsBytes: number
  readonly #ends: LooseEnds

  constructor(engine: Engine, run: number, clock: Clock, argsBytes: number, ends: LooseEnds) {
    super(engine, run)
    this.#clock = clock
    this.#argsBytes = argsBytes
    this.#ends = ends
  }

  runAfter(delayMs: unknown, fn: unknown, args: unknown = {}): Promise<string> {
    return this.#ends.step(() => {
      if (typeof delayMs !== "number" || !(delayMs >= 0 && delayMs <= LATEST_MILLIS)) {
        throw ZerobackError.coded("bad_request", "runAfter takes a delay in milliseconds of at least 0.")
      }
      return this.#schedule(this.#clock.now + delayMs, fn, args)
    })
  }

  runAt(timestamp: unknown, fn: unknown, args: unknown = {}): Promise<string> {
    return this.#ends.step(() => {
      const millis = timestamp instanceof Date ? timestamp.getTime() : timestamp
      if (typeof millis !== "number" || !(Math.abs(millis) <= LATEST_MILLIS)) {
        throw ZerobackError.coded("bad_request", "runAt takes a Unix time in milliseconds, or a Date.")
      }
      return this.#schedule(millis, fn, args)
    })
  }

  cancel(id: unknown): Promise<void> {
    return this.#ends.step(() => this.engine.cancelJob(this.run, id))
  }

  #schedule(at: number, fn: unknown, args: unknown): string {
    const name = nameOf(fn)
    checkArgs(name, args, this.#argsBytes)
    return this.engine.schedule(this.run, at, name, args)
  }
}
