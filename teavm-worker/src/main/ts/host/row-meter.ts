import type { Engine } from "../engine.js"
import type { SqlCursor } from "./platform.js"

/** Rows of SQLite, those of indexes included. */
export interface Rows {
  read: number
  written: number
}

/** Counts rows for the runs that are logged in detail; the others pay nothing. */
export class RowMeter {
  #cursors: SqlCursor[] | undefined

  /** Hands a statement's cursor on; it knows its counts once its rows have been taken. */
  watch(cursor: SqlCursor): SqlCursor {
    this.#cursors?.push(cursor)
    return cursor
  }

  /** Adds to `rows` what the statements of a synchronous `step` touch. */
  during<T>(rows: Rows, step: () => T): T {
    const outer = this.#cursors
    const cursors: SqlCursor[] = []
    this.#cursors = cursors
    try {
      return step()
    } finally {
      this.#cursors = outer
      for (const cursor of cursors) {
        rows.read += cursor.rowsRead
        rows.written += cursor.rowsWritten
      }
    }
  }

  /** The engine as a run sees it whose rows are counted. */
  metered(engine: Engine, rows: Rows): Engine {
    return new Proxy(engine, {
      get: (target, name) => {
        const method = target[name as keyof Engine] as (...args: unknown[]) => unknown
        return (...args: unknown[]) => this.during(rows, () => method.apply(target, args))
      },
    })
  }
}
