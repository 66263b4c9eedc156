/** Sums what SQLite reports for every statement that an object runs: billed rows, not changed documents. */
export class RowCounter {
  private readonly cursors: { rowsRead: number; rowsWritten: number }[] = []

  /** Watches every statement of this isolate; the platform shares one prototype among its storages. */
  watch(sql: SqlStorage): void {
    const prototype = Object.getPrototypeOf(sql) as SqlStorage
    const { exec } = prototype
    const { cursors } = this
    prototype.exec = function (this: SqlStorage, ...statement: Parameters<typeof exec>) {
      const cursor = exec.apply(this, statement)
      cursors.push(cursor)
      return cursor
    } as typeof exec
  }

  /** Rows and statements since the last call. A cursor's counts grow while it is read, so they are taken late. */
  take(): { read: number; written: number; statements: number } {
    let read = 0
    let written = 0
    for (const cursor of this.cursors) {
      read += cursor.rowsRead
      written += cursor.rowsWritten
    }
    const statements = this.cursors.length
    this.cursors.length = 0
    return { read, written, statements }
  }
}
