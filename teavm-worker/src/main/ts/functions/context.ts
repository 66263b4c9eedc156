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

/** Calls another function of the app, by reference (typed) or by name (`"tasks:list"`). */
export interface RunFunction<Kind extends FunctionKind> {
  <Args, Returns>(fn: AnyReference<Kind, Args, Returns>, ...args: ArgsOf<Args>): Promise<Returns>
  (name: string, args?: object): Promise<any>
}

/** What a query's handler gets. */
export interface QueryCtx<M extends Model = Model> {
  readonly db: DatabaseReader<M>
  readonly auth: Auth
  readonly scheduler: SchedulerReader
  readonly storage: StorageReader
}

/** What a mutation's handler gets. Functions that it calls join its transaction. */
export interface MutationCtx<M extends Model = Model> {
  readonly db: DatabaseWriter<M>
  readonly auth: Auth
  /** What it schedules or cancels commits with the mutation: one that throws has scheduled nothing. */
  readonly scheduler: Scheduler
  readonly storage: StorageWriter
  readonly runQuery: RunFunction<"query">
  readonly runMutation: RunFunction<"mutation">
}

/** What an action's handler gets. Each call is a transaction of its own. */
export interface ActionCtx {
  readonly auth: Auth
  readonly scheduler: Scheduler
  readonly storage: StorageActions
  readonly runQuery: RunFunction<"query">
  readonly runMutation: RunFunction<"mutation">
  readonly runAction: RunFunction<"action">
}
