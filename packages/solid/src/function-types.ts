import type { FunctionReference } from "@zeroback/client"
import type { Accessor } from "solid-js"

export type QueryReference = FunctionReference<"query">
export type MutationReference = FunctionReference<"mutation">
export type ActionReference = FunctionReference<"action">

type NoMembers = Record<never, never>

/** A value, or a signal of one. */
export type MaybeAccessor<T> = T | Accessor<T>

/** The arguments of a call: they may be left out when the function needs none. */
export type CallArgs<Ref extends FunctionReference> = NoMembers extends Ref["_args"]
  ? [args?: Ref["_args"]]
  : [args: Ref["_args"]]

/** The arguments of a query primitive: those of the query or `"skip"`, fixed or as a signal, and options. */
export type QueryArgs<Ref extends QueryReference> = NoMembers extends Ref["_args"]
  ? [args?: MaybeAccessor<Ref["_args"] | "skip">, options?: QueryOptions]
  : [args: MaybeAccessor<Ref["_args"] | "skip">, options?: QueryOptions]

export interface QueryOptions {
  /** `false` does not ask the server, as `"skip"` does; default `true`. */
  enabled?: MaybeAccessor<boolean>
}

/** No argument object is a function, so a function is an accessor. */
export function read<T>(value: MaybeAccessor<T>): T {
  return typeof value === "function" ? (value as Accessor<T>)() : value
}
