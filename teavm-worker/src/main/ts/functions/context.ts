import type { DatabaseReader, DatabaseWriter } from "../database/database.js"
import type { Model } from "./model.js"
import type { AnyReference, FunctionKind } from "./registered.js"
import type { Scheduler, SchedulerReader } from "./scheduler.js"
import type { StorageActions, StorageReader, StorageWriter } from "./storage.js"

/** The claims of a signed-in user, as `authenticate` returned them. */
export type UserIdentity = Record<string, unknown>

/** `ctx.auth`. */
export interface Auth {
  /** The caller's identity; `null` when nobody is signed in. */
  getUserIdentity(): Promise<UserIdentity | null>
}

// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- "takes no argument" is exactly this
export type ArgsOf<Args> = {} extends Args ? [args?: Args] : [args: Args]

/** What a call of `Fn` takes, where a name stands for any function. */
export type ArgsFor<Fn> = Fn extends AnyReference<any, infer Args> ? ArgsOf<Args> : [args?: unknown]

/** What a call of `Fn` gives. */
type ResultFor<Fn> = Fn extends AnyReference<any, any, infer Returns> ? Returns : any

/** Calls another function of the app, by reference (typed) or by name (`"tasks:list"`). */
export type RunFunction<Kind extends FunctionKind> = <Fn extends AnyReference<Kind> | string>(
  fn: Fn,
  ...args: ArgsFor<Fn>
) => Promise<ResultFor<Fn>>

/** What a query's handler gets. */
export interface QueryCtx<M extends Model = Model> {
  /** Reads documents. */
  readonly db: DatabaseReader<M>
  readonly auth: Auth
  readonly scheduler: SchedulerReader
  readonly storage: StorageReader
}

/** What a mutation's handler gets. Functions that it calls join its transaction. */
export interface MutationCtx<M extends Model = Model> {
  /** Reads and writes documents. */
  readonly db: DatabaseWriter<M>
  readonly auth: Auth
  /** What it schedules or cancels commits with the mutation: one that throws has scheduled nothing. */
  readonly scheduler: Scheduler
  readonly storage: StorageWriter
  /** Runs a query in this transaction: it sees what the mutation has written. */
  readonly runQuery: RunFunction<"query">
  /** Runs a mutation in this transaction; one that throws has written nothing. */
  readonly runMutation: RunFunction<"mutation">
}

/** What an action's handler gets. Each call is a transaction of its own. */
export interface ActionCtx {
  readonly auth: Auth
  readonly scheduler: Scheduler
  readonly storage: StorageActions
  /** Runs a query. */
  readonly runQuery: RunFunction<"query">
  /** Runs a mutation; when it resolves, the mutation has committed. */
  readonly runMutation: RunFunction<"mutation">
  /** Runs another action. */
  readonly runAction: RunFunction<"action">
}
