import type { FunctionReference } from "@zeroback/client"

export type QueryReference = FunctionReference<"query">
export type MutationReference = FunctionReference<"mutation">
export type ActionReference = FunctionReference<"action">

export type NoMembers = Record<never, never>

/** The arguments of a call: they may be left out when the function needs none. */
export type CallArgs<Ref extends FunctionReference> = NoMembers extends Ref["_args"]
  ? [args?: Ref["_args"]]
  : [args: Ref["_args"]]

/** The arguments of a query hook: those of the query or `"skip"`, and options. */
export type QueryArgs<Ref extends QueryReference> = NoMembers extends Ref["_args"]
  ? [args?: Ref["_args"] | "skip", options?: QueryOptions]
  : [args: Ref["_args"] | "skip", options?: QueryOptions]

export interface QueryOptions {
  /** `false` does not ask the server, as `"skip"` does; default `true`. */
  enabled?: boolean
}

/** The arguments with which to ask the server, or `"skip"`. */
export function askedArgs(args: unknown, options: QueryOptions | undefined): unknown {
  return options?.enabled === false ? "skip" : args
}
