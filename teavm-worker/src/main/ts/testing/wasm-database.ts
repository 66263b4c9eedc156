import type { Database as WasmDatabase, PreparedStatement, Sqlite3Static } from "@sqlite.org/sqlite-wasm"
import type { Database, SqlValue } from "./database.js"
import { node } from "./node.js"

let loaded: Promise<Sqlite3Static> | undefined

/** SQLite compiled to WebAssembly; the module is loaded once in a process. */
export async function openWasmDatabase(): Promise<Database> {
  const sqlite = await (loaded ??= load())
  return new Wasm(sqlite, new sqlite.oo1.DB(":memory:"))
}

async function load(): Promise<Sqlite3Static> {
  let module: typeof import("@sqlite.org/sqlite-wasm")
  try {
    module = await import("@sqlite.org/sqlite-wasm")
  } catch (cause) {
    throw new Error(
      `Node ${node.process.versions.node} has no SQLite of its own. Install the one that tests use: npm install --save-dev @sqlite.org/sqlite-wasm@3.54.1-build1`,
      { cause },
    )
  }
  return module.default()
}

class Wasm implements Database {
  readonly #sqlite: Sqlite3Static
  readonly #database: WasmDatabase
  readonly #statements = new Map<string, PreparedStatement>()

  constructor(sqlite: Sqlite3Static, database: WasmDatabase) {
    this.#sqlite = sqlite
    this.#database = database
  }

  exec(text: string, bindings: readonly SqlValue[]): SqlValue[][] {
    const statement = this.#prepare(text)
    try {
      bindings.forEach((value, index) => this.#bind(statement, index + 1, value))
      const rows: SqlValue[][] = []
      while (statement.step()) rows.push(statement.get([]) as SqlValue[])
      return rows
    } finally {
      statement.reset(true)
    }
  }

  close(): void {
    for (const statement of this.#statements.values()) statement.finalize()
    this.#database.close()
  }

  #prepare(text: string): PreparedStatement {
    let statement = this.#statements.get(text)
    if (!statement) {
      statement = this.#database.prepare(text)
      this.#statements.set(text, statement)
    }
    return statement
  }

  /** Numbers are bound as REAL, whole ones too, as a Durable Object binds them. */
  #bind(statement: PreparedStatement, index: number, value: SqlValue): void {
    if (typeof value !== "number") {
      statement.bind(index, value)
      return
    }
    const { capi } = this.#sqlite
    const code = capi.sqlite3_bind_double(statement.pointer!, index, value)
    if (code !== capi.SQLITE_OK) throw new Error(`SQLite refused the number ${value} (code ${code})`)
  }
}
