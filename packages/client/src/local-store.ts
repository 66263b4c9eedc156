/** A function by reference (`api.tasks.list`) or by name (`"tasks:list"`). */
export type FunctionName = { readonly _name: string } | string

/** What an optimistic update reads and changes: the results of queries as this client shows them. */
export interface LocalStore {
  /** The current result of a query, with earlier optimistic updates applied; `undefined` while there is none. */
  getQuery(ref: FunctionName, args?: unknown): unknown
  /** All results of a query that are there, whatever its arguments; of the pages of a paginated query, for instance. */
  getAllQueries(ref: FunctionName): { args: unknown; result: unknown }[]
  /** Shows `value` as the query's result until the mutation has ended. Never change a result in place. */
  setQuery(ref: FunctionName, args: unknown, value: unknown): void
}

export type OptimisticUpdate = (store: LocalStore) => void

export function functionName(ref: FunctionName): string {
  return typeof ref === "string" ? ref : ref._name
}
