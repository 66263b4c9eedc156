import type { ArgsFor } from "./context.js"
import { nameOf } from "./function-name.js"
import type { Runnable } from "./scheduler.js"

/** A period; at least one part is positive, the others count as 0. */
export interface Interval {
  hours?: number
  minutes?: number
  seconds?: number
}

export interface HourlyOptions {
  /** Minute of the hour, 0 to 59; 0 if left out. */
  minuteUTC?: number
}

export interface DailyOptions extends HourlyOptions {
  /** Hour of the day, 0 to 23; 0 if left out. */
  hourUTC?: number
}

export interface WeeklyOptions extends DailyOptions {
  /** 0 is Sunday, 6 is Saturday; 1, Monday, if left out. */
  dayOfWeek?: number
}

export interface MonthlyOptions extends DailyOptions {
  /** 1 to 31; 1 if left out. Months without that day are passed over. */
  dayOfMonth?: number
}

/** One recurring job, as the engine reads it. */
export interface CronJob {
  readonly name: string
  /** Name of the function. */
  readonly function: string
  readonly args: unknown
  /** Its period in milliseconds, or its cron expression. */
  readonly everyMillis?: number
  readonly expression?: string
}

const HOUR_MILLIS = 3_600_000
const MINUTE_MILLIS = 60_000
const SECOND_MILLIS = 1_000

/** The recurring jobs of an app; made with `cronJobs()` and exported as default. */
export class CronJobs {
  readonly #jobs = new Map<string, CronJob>()

  /**
   * Runs a function every `schedule`, the first time one period after the deployment that brought it.
   *
   * @param name - Unique; a job that is renamed is a new one.
   * @throws TypeError when the period is not positive.
   */
  interval<Fn extends Runnable>(name: string, schedule: Interval, fn: Fn, ...args: ArgsFor<Fn>): void
  interval(name: string, schedule: Interval, fn: unknown, args: unknown = {}): void {
    const { hours = 0, minutes = 0, seconds = 0 } = schedule
    const everyMillis = Math.round(hours * HOUR_MILLIS + minutes * MINUTE_MILLIS + seconds * SECOND_MILLIS)
    if (Math.min(hours, minutes, seconds) < 0 || !(everyMillis > 0 && everyMillis < Infinity)) {
      throw new TypeError(
        `Cron job "${name}": the interval is empty. At least one of hours, minutes and seconds must be positive.`,
      )
    }
    this.#add(name, { everyMillis }, fn, args)
  }

  /**
   * Runs a function whenever a cron expression is due, in UTC.
   *
   * @param expression - `"minute hour dayOfMonth month dayOfWeek"`; a day fits when either day field does, where both
   *   are given. One that is malformed or never fires is refused at codegen and when the object starts.
   */
  cron<Fn extends Runnable>(name: string, expression: string, fn: Fn, ...args: ArgsFor<Fn>): void
  cron(name: string, expression: string, fn: unknown, args: unknown = {}): void {
    this.#add(name, { expression }, fn, args)
  }

  /** Runs a function once an hour. */
  hourly<Fn extends Runnable>(name: string, fn: Fn, ...args: ArgsFor<Fn>): void
  hourly<Fn extends Runnable>(name: string, opts: HourlyOptions | undefined, fn: Fn, ...args: ArgsFor<Fn>): void
  hourly(name: string, ...rest: unknown[]): void {
    this.#every<HourlyOptions>(name, rest, (opts) => `${minute(name, opts)} * * * *`)
  }

  /** Runs a function once a day. */
  daily<Fn extends Runnable>(name: string, fn: Fn, ...args: ArgsFor<Fn>): void
  daily<Fn extends Runnable>(name: string, opts: DailyOptions | undefined, fn: Fn, ...args: ArgsFor<Fn>): void
  daily(name: string, ...rest: unknown[]): void {
    this.#every<DailyOptions>(name, rest, (opts) => `${time(name, opts)} * * *`)
  }

  /** Runs a function once a week. */
  weekly<Fn extends Runnable>(name: string, fn: Fn, ...args: ArgsFor<Fn>): void
  weekly<Fn extends Runnable>(name: string, opts: WeeklyOptions | undefined, fn: Fn, ...args: ArgsFor<Fn>): void
  weekly(name: string, ...rest: unknown[]): void {
    this.#every<WeeklyOptions>(name, rest, (opts) => {
      const day = within(name, "dayOfWeek", opts.dayOfWeek ?? 1, 0, 6)
      return `${time(name, opts)} * * ${day}`
    })
  }

  /** Runs a function once a month. */
  monthly<Fn extends Runnable>(name: string, fn: Fn, ...args: ArgsFor<Fn>): void
  monthly<Fn extends Runnable>(name: string, opts: MonthlyOptions | undefined, fn: Fn, ...args: ArgsFor<Fn>): void
  monthly(name: string, ...rest: unknown[]): void {
    this.#every<MonthlyOptions>(name, rest, (opts) => {
      const day = within(name, "dayOfMonth", opts.dayOfMonth ?? 1, 1, 31)
      return `${time(name, opts)} ${day} * *`
    })
  }

  /** The jobs in the order of their declaration. */
  jobs(): CronJob[] {
    return [...this.#jobs.values()]
  }

  /** `rest` is `[opts?, fn, args?]`; a reference has a name where options have none. */
  #every<Options>(name: string, rest: unknown[], expression: (opts: Partial<Options>) => string): void {
    const [first] = rest
    const begins = typeof first === "string" || (typeof first === "object" && first !== null && "_name" in first)
    const [opts, fn, args = {}] = begins ? [{}, ...rest] : rest
    this.#add(name, { expression: expression((opts ?? {}) as Partial<Options>) }, fn, args)
  }

  #add(name: string, schedule: Pick<CronJob, "everyMillis" | "expression">, fn: unknown, args: unknown): void {
    // By their names they are stored.
    if (name.startsWith("$")) throw new TypeError(`Cron job "${name}": names do not begin with "$".`)
    if (this.#jobs.has(name)) throw new TypeError(`Two cron jobs are named "${name}". Rename one.`)
    this.#jobs.set(name, { name, function: nameOf(fn), args, ...schedule })
  }
}

function time(name: string, opts: DailyOptions): string {
  return `${minute(name, opts)} ${within(name, "hourUTC", opts.hourUTC ?? 0, 0, 23)}`
}

function minute(name: string, opts: HourlyOptions): number {
  return within(name, "minuteUTC", opts.minuteUTC ?? 0, 0, 59)
}

function within(job: string, option: string, value: number, lowest: number, highest: number): number {
  if (Number.isInteger(value) && value >= lowest && value <= highest) return value
  throw new TypeError(`Cron job "${job}": ${option} must be a whole number from ${lowest} to ${highest}.`)
}

/** Makes an empty set of recurring jobs. */
export function cronJobs(): CronJobs {
  return new CronJobs()
}
