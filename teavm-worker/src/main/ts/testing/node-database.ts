import type { Database, SqlValue } from "./database.js"
import { node } from "./node.js"

/** The part of `node:sqlite` that is used; its types are in no Node version that this package supports as its oldest. */
interface NodeSqlite {
  DatabaseSync: new (path: string) => {
    prepare(text: string): NodeStatement
    close(): void
  }
}

interface NodeStatement {
  all(...bindings: SqlValue[]): Record<string, SqlValue>[]
  columns(): { name: string }[]
  setReturnArrays(enabled: boolean): void
}

/** Node's own SQLite; `undefined` in a Node that has none, or none that returns rows as arrays. */
export async function openNodeDatabase(): Promise<Database | undefined> {
  const sqlite = node.process.getBuiltinModule("node:sqlite") as NodeSqlite | undefined
  if (!sqlite) return undefined
  const database = new sqlite.DatabaseSync(":memory:")
  if (typeof database.prepare("SELECT 1").setReturnArrays !== "function") {
    database.close()
    return undefined
  }
  const statements = new Map<string, NodeStatement>()
  return {
    exec(text, bindings) {
      let statement = statements.get(text)
      if (!statement) {
        statement = database.prepare(text)
        statement.setReturnArrays(true)
        statements.set(text, statement)
      }
      return statement.all(...bindings) as unknown as SqlValue[][]
    },
    close: () => database.close(),
  }
}
