/** A value of SQLite as the engine binds and reads it. */
export type SqlValue = string | number | null

/** A SQLite database in memory, as much of it as a Durable Object needs. */
export interface Database {
  /** Runs one statement and returns its rows; throws when SQLite refuses it. */
  exec(text: string, bindings: readonly SqlValue[]): SqlValue[][]
  close(): void
}

/**
 * Opens an empty database: the SQLite of Node where Node has one (22.5 and newer), else that of the package
 * `@sqlite.org/sqlite-wasm`.
 *
 * @throws Error when neither is there.
 */
export async function openDatabase(): Promise<Database> {
  const { openNodeDatabase } = await import("./node-database.js")
  const database = await openNodeDatabase()
  if (database) return database
  const { openWasmDatabase } = await import("./wasm-database.js")
  return openWasmDatabase()
}
