import type { Fields, ObjectOf, Validator } from "../schema/validator.js"
import type { ActionCtx, MutationCtx, QueryCtx } from "./context.js"
import type { Model } from "./model.js"
import type { FunctionKind, RegisteredFunction, Visibility } from "./registered.js"

/** What `query({...})` and its siblings take. */
export interface FunctionDefinition<Ctx, Args extends Fields, Returns extends Validator<any>, Output> {
  /** Validators of the arguments; checked on every call. */
  args: Args
  /** Validator of the result; without it the result's type is the handler's. */
  returns?: Returns
  handler: (ctx: Ctx, args: ObjectOf<Args>) => Output
}

/** The result as callers see it: what `returns` says if it says something, else what the handler returns. */
type Result<Returns extends Validator<any>, Output> = 0 extends 1 & Returns["_type"]
  ? Awaited<Output>
  : Returns["_type"]

/** Makes registered functions of one kind. */
export type FunctionFactory<Kind extends FunctionKind, Access extends Visibility, Ctx> = <
  Args extends Fields,
  Output extends Returns["_type"] | Promise<Returns["_type"]>,
  Returns extends Validator<any> = Validator<any>,
>(
  definition: FunctionDefinition<Ctx, Args, Returns, Output>,
) => RegisteredFunction<Kind, Access, ObjectOf<Args>, Result<Returns, Output>>

export interface FunctionFactories<M extends Model> {
  /** A read-only function; clients subscribe to its result. */
  readonly query: FunctionFactory<"query", "public", QueryCtx<M>>
  /** A function that reads and writes in one transaction, retried on conflict: it may run more than once. */
  readonly mutation: FunctionFactory<"mutation", "public", MutationCtx<M>>
  /** A function that may call other services; it reaches data by calling queries and mutations. */
  readonly action: FunctionFactory<"action", "public", ActionCtx>
  /** A query that clients cannot call. */
  readonly internalQuery: FunctionFactory<"query", "internal", QueryCtx<M>>
  /** A mutation that clients cannot call. */
  readonly internalMutation: FunctionFactory<"mutation", "internal", MutationCtx<M>>
  /** An action that clients cannot call. */
  readonly internalAction: FunctionFactory<"action", "internal", ActionCtx>
}

function factory<Kind extends FunctionKind, Access extends Visibility, Ctx>(
  kind: Kind,
  visibility: Access,
): FunctionFactory<Kind, Access, Ctx> {
  return (definition) => Object.freeze({ ...definition, kind, visibility })
}

/** Makes the factories typed by an app's data model; generated code calls it. */
export function functionFactories<M extends Model>(): FunctionFactories<M> {
  return {
    query: factory("query", "public"),
    mutation: factory("mutation", "public"),
    action: factory("action", "public"),
    internalQuery: factory("query", "internal"),
    internalMutation: factory("mutation", "internal"),
    internalAction: factory("action", "internal"),
  }
}
