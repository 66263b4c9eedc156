/** A query's result as it is kept from one visit to the next. */
export interface CachedEntry {
  result: unknown
  /** When it was kept, in milliseconds since 1970. */
  timestamp: number
  /** The server's name for the result: an equal one is not sent again. */
  hash?: string
  /** Names the user whose page kept it; missing where nobody was signed in. */
  owner?: string | undefined
}

/**
 * Where a client keeps results and the mutations that the server has not answered.
 *
 * Keys that begin with `$` are the client's own records. Values are those of the wire protocol: besides JSON `bigint`,
 * `ArrayBuffer` and all numbers. Operations take effect in the order of their calls. A promise that rejects, or is
 * not settled within 10 seconds, is logged, and the client goes on as if nothing were kept.
 */
export interface PersistenceAdapter {
  /** All entries, as copies that belong to the caller. */
  getAll(): Promise<Map<string, CachedEntry>>
  /** Resolves when the entry is kept: a mutation is sent only then. */
  set(key: string, entry: CachedEntry): Promise<void>
  /** Deletes an entry, if there is one. */
  delete(key: string): Promise<void>
  /** Deletes all entries. The client itself never does. */
  clear(): Promise<void>
}

/** What the client uses of an adapter. */
export type UsedAdapter = Omit<PersistenceAdapter, "clear">
