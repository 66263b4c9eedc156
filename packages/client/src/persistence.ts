/** A query's result as it is kept from one visit to the next. */
export interface CachedEntry {
  result: unknown
  /** When it was kept, in milliseconds since 1970. */
  timestamp: number
  /** The server's name for the result: an equal one is not sent again. */
  hash?: string
}

/**
 * Where a client keeps results and the mutations that the server has not answered.
 *
 * Keys that begin with `$` are the client's own records. Values are those of the wire protocol: besides JSON `bigint`,
 * `ArrayBuffer` and all numbers.
 */
export interface PersistenceAdapter {
  getAll(): Promise<Map<string, CachedEntry>>
  set(key: string, entry: CachedEntry): Promise<void>
  delete(key: string): Promise<void>
  clear(): Promise<void>
}
