import type { FunctionKind, FunctionReference } from "@zeroback/values"

/** A function by reference (`api.tasks.list`) or by name (`"tasks:list"`). */
export type FunctionName = { readonly _name: string } | string

/** A function of one kind that clients may call, by reference or by name. */
export type CallableName<Kind extends FunctionKind> =
  FunctionReference<Kind> | { readonly _name: string; readonly _kind?: undefined } | string

/** The arguments of a function, where its reference says what they are. */
export type ArgsOf<Ref extends FunctionName> = Ref extends { readonly _args: infer Args } ? Args : unknown

/** The result of a function, where its reference says what it is. */
export type ResultOf<Ref extends FunctionName> = Ref extends { readonly _returns: infer Result } ? Result : unknown

/** The arguments of a call; they may be left out when the function needs none. */
export type MaybeArgs<Ref extends FunctionName> =
  Record<never, never> extends ArgsOf<Ref> ? [args?: ArgsOf<Ref>] : [args: ArgsOf<Ref>]

/** A value like those of `T`; an id may be any text, for a document that is not stored has none. */
export type Likely<T> = T extends `${string}:${string}`
  ? string
  : T extends ArrayBuffer
    ? T
    : T extends object
      ? { [Key in keyof T]: Likely<T[Key]> }
      : T

/** What an optimistic update reads and changes: the results of queries as this client shows them. */
export interface LocalStore {
  /** The current result of a query, with earlier optimistic updates applied; `undefined` while there is none. */
  getQuery<Ref extends CallableName<"query">>(ref: Ref, ...args: MaybeArgs<Ref>): ResultOf<Ref> | undefined
  /** All results of a query that are there, whatever its arguments; of the pages of a paginated query, for instance. */
  getAllQueries<Ref extends CallableName<"query">>(ref: Ref): { args: ArgsOf<Ref>; result: ResultOf<Ref> }[]
  /**
   * Shows `value` as the query's result until the mutation has ended. Never change a result in place.
   *
   * @throws Error after the update has returned.
   */
  setQuery<Ref extends CallableName<"query">>(ref: Ref, args: ArgsOf<Ref>, value: Likely<ResultOf<Ref>>): void
}

/**
 * Shows the likely effects of a mutation. Runs at once, and again on each new state of the server until the mutation has
 * ended, so it must be synchronous and depend on nothing but the store.
 *
 * What it throws in its first run rejects the mutation, which is not sent; what it throws later is logged, and the update
 * changes nothing that time.
 */
export type OptimisticUpdate = (store: LocalStore) => void

export function functionName(ref: FunctionName): string {
  return typeof ref === "string" ? ref : ref._name
}
