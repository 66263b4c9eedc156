import type { ArgsFor } from "./context.js"
import type { AnyReference } from "./registered.js"

/** What can run later: a mutation or an action, by reference or by name. */
export type Runnable = AnyReference<"mutation" | "action"> | string

/** How far a job is. Only actions are ever `"running"`: a mutation's job ends in the mutation's own commit. */
export type JobState = "pending" | "running" | "succeeded" | "failed" | "cancelled"

/** A scheduled job. All times are Unix times in milliseconds. */
export interface ScheduledJob {
  readonly _id: string
  readonly _creationTime: number
  /** The function that it runs, such as `"tasks:create"`. */
  readonly name: string
  readonly args: unknown
  readonly state: JobState
  /** When it is or was due. */
  readonly scheduledTime: number
  /** When an action began, or a mutation first could not commit. */
  readonly startedTime?: number
  /** When it ended or was cancelled. */
  readonly completedTime?: number
  /** Why it failed. */
  readonly error?: string
}

/** `ctx.scheduler` of a query. */
export interface SchedulerReader {
  /**
   * Reads a job; a live query that reads one runs again when it changes.
   *
   * @returns `null` when there is none of that id, or it ended more than 7 days ago.
   * @throws ZerobackError `bad_request` when `id` is no job id.
   */
  get(id: string): Promise<ScheduledJob | null>
}

/** `ctx.scheduler` of a mutation or an action. */
export interface Scheduler extends SchedulerReader {
  /**
   * Runs a mutation or an action after a delay, on behalf of nobody: its `ctx.auth` is anonymous.
   *
   * @param delayMs - Milliseconds of at least 0; with 0 it runs as soon as this function has committed.
   * @param fn - A reference or a name, of a public or internal function.
   * @returns The job's id.
   * @throws ZerobackError `not_found` when there is no such function, `bad_request` when it is a query or the delay is
   *   no such number, `execution_error` when the arguments do not fit.
   */
  runAfter<Fn extends Runnable>(delayMs: number, fn: Fn, ...args: ArgsFor<Fn>): Promise<string>

  /**
   * Runs a mutation or an action at a time; as {@link runAfter} otherwise.
   *
   * @param timestamp - Unix time in milliseconds, or a `Date`; one that is past is now.
   */
  runAt<Fn extends Runnable>(timestamp: number | Date, fn: Fn, ...args: ArgsFor<Fn>): Promise<string>

  /**
   * Cancels a job that is pending. One that runs, has ended or is unknown stays as it is.
   *
   * @throws ZerobackError `bad_request` when `id` is no job id.
   */
  cancel(id: string): Promise<void>
}
