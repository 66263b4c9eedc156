package dev.zeroback.core.storage;

import dev.zeroback.core.port.SqlStorage;

/** What the engine keeps with the database besides documents: texts by key. */
public final class MetaTable {
  private final SqlStorage sql;

  public MetaTable(SqlStorage sql) {
    this.sql = sql;
  }

  void create() {
    sql.prepare(
            "CREATE TABLE IF NOT EXISTS _zb_meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID")
        .run();
  }

  /** The text under {@code key}; {@code null} if there is none. */
  public String get(String key) {
    SqlStorage.Rows rows =
        sql.prepare("SELECT value FROM _zb_meta WHERE key = ?").bind(key).query();
    return rows.next() ? rows.text(0) : null;
  }

  public void set(String key, String text) {
    Alongside setting = setting(key, text);
    SqlStorage.Statement statement = setting.statement();
    setting.bind(statement, 0);
    statement.run();
  }

  /** Sets a text in a transaction's commit. */
  public Alongside setting(String key, String text) {
    return new Alongside() {
      @Override
      public SqlStorage.Statement statement() {
        return sql.prepare(
            "INSERT INTO _zb_meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value");
      }

      @Override
      public String text() {
        return null;
      }

      @Override
      public void bind(SqlStorage.Statement statement, double ts) {
        statement.bind(key).bind(text);
      }
    };
  }
}
