/** The id of a document: its table's name, a colon and a ULID. */
export type Id<Table extends string> = `${Table}:${string}`

/** The kinds of functions that a backend registers. */
export type FunctionKind = "query" | "mutation" | "action"

/** Who may call a function: a public one everybody, an internal one other functions only. */
export type Visibility = "public" | "internal"

/**
 * A typed reference to a function of the backend, as `api.tasks.list` is; with `Access` `"internal"` as
 * `internal.tasks.purge` is, which no client takes.
 *
 * At run time it is `{ _name: "tasks:list" }`; the other members exist only in its type.
 */
export interface FunctionReference<
  Kind extends FunctionKind = FunctionKind,
  Args = unknown,
  Returns = unknown,
  Access extends Visibility = "public",
> {
  readonly _name: string
  readonly _kind: Kind
  readonly _args: Args
  readonly _returns: Returns
  readonly _access?: Access
}

/** One page of a paginated query. */
export interface PaginationResult<T> {
  page: T[]
  /** Hands on to the next page; `null` when there is none. */
  continueCursor: string | null
  isDone: boolean
}

/** The TypeScript type of the values that a validator accepts. */
export type Infer<V extends { readonly _type: unknown }> = V["_type"]
