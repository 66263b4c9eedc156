import { rowOf, type Item, type NewItem } from "./item.js"

/**
 * Hand-written SQL on the table shape that the engine uses too: one row a document, its JSON text, one plain column and
 * one index for each declared index. Statement texts are constants, so SQLite compiles each once.
 */
export class ItemTable {
  private lastRow: number

  constructor(private readonly sql: SqlStorage) {
    sql.exec(
      "CREATE TABLE IF NOT EXISTS items(row INTEGER PRIMARY KEY, doc TEXT NOT NULL, project TEXT NOT NULL, status TEXT NOT NULL)",
    )
    sql.exec("CREATE INDEX IF NOT EXISTS items_by_project ON items(project)")
    sql.exec("CREATE INDEX IF NOT EXISTS items_by_project_status ON items(project, status)")
    this.lastRow = Number(sql.exec("SELECT coalesce(max(row), 0) FROM items").raw().next().value?.[0])
  }

  insert(fields: NewItem): Item {
    const row = ++this.lastRow
    const item: Item = { _id: `items:${row}`, _creationTime: Date.now(), ...fields }
    this.sql.exec(
      "INSERT INTO items(row, doc, project, status) VALUES (?, ?, ?, ?)",
      row,
      JSON.stringify(item),
      item.project,
      item.status,
    )
    return item
  }

  get(id: string): Item | null {
    const found = this.sql.exec("SELECT doc FROM items WHERE row = ?", rowOf(id)).raw().next()
    return found.done ? null : (JSON.parse(found.value[0] as string) as Item)
  }

  /** Writes a document whose indexed fields did not change. */
  updateUnindexed(item: Item): void {
    this.sql.exec("UPDATE items SET doc = ? WHERE row = ?", JSON.stringify(item), rowOf(item._id))
  }

  updateStatus(item: Item): void {
    this.sql.exec(
      "UPDATE items SET doc = ?, status = ? WHERE row = ?",
      JSON.stringify(item),
      item.status,
      rowOf(item._id),
    )
  }

  delete(id: string): void {
    this.sql.exec("DELETE FROM items WHERE row = ?", rowOf(id))
  }

  byProject(project: string): Item[] {
    return parsed(this.sql.exec("SELECT doc FROM items WHERE project = ? ORDER BY row", project))
  }

  latest(limit: number): Item[] {
    return parsed(this.sql.exec("SELECT doc FROM items ORDER BY row DESC LIMIT ?", limit))
  }

  /** One more than the page tells whether it is the last. */
  page(numItems: number): { page: Item[]; continueCursor: string | null; isDone: boolean } {
    const found = this.latest(numItems + 1)
    const isDone = found.length <= numItems
    const page = found.slice(0, numItems)
    return { page, continueCursor: isDone ? null : page.at(-1)!._id, isDone }
  }

  countByProject(project: string): number {
    return Number(this.sql.exec("SELECT count(*) FROM items WHERE project = ?", project).raw().next().value?.[0])
  }
}

function parsed(rows: SqlStorageCursor<Record<string, SqlStorageValue>>): Item[] {
  const items: Item[] = []
  for (const row of rows.raw()) items.push(JSON.parse(row[0] as string) as Item)
  return items
}
