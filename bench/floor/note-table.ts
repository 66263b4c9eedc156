import type { Item, NewItem } from "./item.js"

/** Like `ItemTable`, with a full-text index of the titles that keeps no copy of them. */
export class NoteTable {
  private lastRow: number

  constructor(private readonly sql: SqlStorage) {
    sql.exec(
      "CREATE TABLE IF NOT EXISTS notes(row INTEGER PRIMARY KEY, doc TEXT NOT NULL, project TEXT NOT NULL, status TEXT NOT NULL)",
    )
    sql.exec("CREATE INDEX IF NOT EXISTS notes_by_project ON notes(project)")
    sql.exec("CREATE INDEX IF NOT EXISTS notes_by_project_status ON notes(project, status)")
    sql.exec("CREATE VIRTUAL TABLE IF NOT EXISTS notes_by_title USING fts5(title, content='')")
    this.lastRow = Number(sql.exec("SELECT coalesce(max(row), 0) FROM notes").raw().next().value?.[0])
  }

  insert(fields: NewItem): Item {
    const row = ++this.lastRow
    const note: Item = { _id: `notes:${row}`, _creationTime: Date.now(), ...fields }
    this.sql.exec(
      "INSERT INTO notes(row, doc, project, status) VALUES (?, ?, ?, ?)",
      row,
      JSON.stringify(note),
      note.project,
      note.status,
    )
    this.sql.exec("INSERT INTO notes_by_title(rowid, title) VALUES (?, ?)", row, note.title)
    return note
  }

  /** Each word in quotes, so that none of them is an operator. */
  find(words: string): Item[] {
    const quoted = words
      .split(" ")
      .map((word) => `"${word}"`)
      .join(" ")
    const rows = this.sql.exec(
      "SELECT doc FROM notes_by_title JOIN notes ON row = notes_by_title.rowid WHERE notes_by_title MATCH ? ORDER BY rank LIMIT 10",
      quoted,
    )
    return [...rows.raw()].map(([doc]) => JSON.parse(doc as string) as Item)
  }
}
