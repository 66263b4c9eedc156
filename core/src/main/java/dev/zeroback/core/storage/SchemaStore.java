package dev.zeroback.core.storage;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.Docs;
import dev.zeroback.core.port.SqlStorage;
import dev.zeroback.core.schema.Index;
import dev.zeroback.core.schema.Schema;
import dev.zeroback.core.schema.Table;
import dev.zeroback.core.value.FieldPath;
import dev.zeroback.core.value.Keys;

/**
 * Brings the stored tables to the deployed schema: creates tables, adds and fills indexes. Tables,
 * fields and key columns that the schema no longer names stay as they are. An unchanged schema
 * writes nothing.
 */
public final class SchemaStore {
  /** Version of the stored layout. */
  static final String LAYOUT = "1";

  private static final double BATCH = 500;

  private final SqlStorage sql;
  private final Docs docs;
  private final Keys keys;

  public SchemaStore(SqlStorage sql, Docs docs, Keys keys) {
    this.sql = sql;
    this.docs = docs;
    this.keys = keys;
  }

  /**
   * @throws ZerobackException {@link ErrorCode#UNAVAILABLE} when the database was written by a
   *     newer version; {@link ErrorCode#UNIQUE_VIOLATION} when stored documents do not fit a new
   *     unique index. Nothing is changed then.
   */
  public void start(Schema schema) {
    sql.prepare(
            "CREATE TABLE IF NOT EXISTS _zb_meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID")
        .run();
    sql.transaction(
        () -> {
          checkLayout();
          for (Table table : schema.tables()) {
            bringUp(table);
          }
        });
  }

  private void checkLayout() {
    String layout = meta("layout");
    if (layout == null) {
      setMeta("layout", LAYOUT);
    } else if (!layout.equals(LAYOUT)) {
      throw new ZerobackException(
          ErrorCode.UNAVAILABLE,
          "The database has layout "
              + layout
              + ", this version of Zeroback reads layout "
              + LAYOUT
              + "; deploy the version that wrote it, or a newer one.");
    }
  }

  private void bringUp(Table table) {
    String name = SqlNames.quote(table.sqlName());
    String record = "table:".concat(table.name());
    String stored = meta(record);
    Doc columns = docs.parse(stored == null ? "[]" : stored);
    String wanted = merged(table, columns);
    if (wanted.equals(stored)) {
      return;
    }
    if (stored == null) {
      sql.prepare("CREATE TABLE " + name + " (rid INTEGER PRIMARY KEY, doc TEXT NOT NULL)").run();
    }
    for (Index index : table.indexes()) {
      String known = describedIndex(columns, index.name());
      if (known == null) {
        sql.prepare(
                "ALTER TABLE "
                    + name
                    + " ADD COLUMN "
                    + SqlNames.quote(index.column())
                    + " TEXT NOT NULL DEFAULT ''")
            .run();
      }
      if (known == null || !known.equals(describe(index))) {
        sql.prepare("DROP INDEX IF EXISTS " + SqlNames.quote(index.sqlName())).run();
        fill(table, index);
        createIndex(table, index);
      }
    }
    for (int i = 0; i < columns.size(); i++) {
      String former = columns.at(i).at(0).string();
      if (table.index(former) == null) {
        sql.prepare("DROP INDEX IF EXISTS " + SqlNames.quote("i_" + table.name() + "." + former))
            .run();
      }
    }
    setMeta(record, wanted);
  }

  private void createIndex(Table table, Index index) {
    try {
      sql.prepare(
              "CREATE "
                  + (index.unique() ? "UNIQUE " : "")
                  + "INDEX "
                  + SqlNames.quote(index.sqlName())
                  + " ON "
                  + SqlNames.quote(table.sqlName())
                  + " ("
                  + SqlNames.quote(index.column())
                  + ")")
          .run();
    } catch (SqlStorage.SqlException refused) {
      throw new ZerobackException(
          ErrorCode.UNIQUE_VIOLATION,
          "Unique index \""
              + index.name()
              + "\" on table \""
              + table.name()
              + "\" cannot be built: stored documents have equal values ("
              + refused.getMessage()
              + ").");
    }
  }

  /** Computes the key column of every document, a batch at a time. */
  private void fill(Table table, Index index) {
    String name = SqlNames.quote(table.sqlName());
    SqlStorage.Statement select =
        sql.prepare("SELECT rid, doc FROM " + name + " WHERE rid > ? ORDER BY rid LIMIT ?");
    SqlStorage.Statement update =
        sql.prepare(
            "UPDATE " + name + " SET " + SqlNames.quote(index.column()) + " = ? WHERE rid = ?");
    double[] rids = new double[(int) BATCH];
    String[] sortKeys = new String[(int) BATCH];
    double last = 0;
    int size;
    do {
      SqlStorage.Rows rows = select.bind(last).bind(BATCH).query();
      size = 0;
      while (rows.next()) {
        rids[size] = rows.number(0);
        sortKeys[size++] = index.key(keys, rows.document(1));
      }
      for (int i = 0; i < size; i++) {
        update.bind(sortKeys[i]).bind(rids[i]).run();
        last = rids[i];
      }
    } while (size == BATCH);
  }

  /**
   * The key columns that the table is to have, those of former indexes as {@code ["name"]}, as
   * JSON.
   */
  private String merged(Table table, Doc columns) {
    String text = "";
    for (Index index : table.indexes()) {
      text = text.concat(text.isEmpty() ? "" : ",").concat(describe(index));
    }
    for (int i = 0; i < columns.size(); i++) {
      Doc name = columns.at(i).at(0);
      if (table.index(name.string()) == null) {
        text = text.concat(text.isEmpty() ? "[" : ",[").concat(docs.stringify(name)).concat("]");
      }
    }
    return "[".concat(text).concat("]");
  }

  /** An index as {@code ["name", unique, "field", ...]}. */
  private String describe(Index index) {
    String text =
        "["
            .concat(docs.stringify(docs.of(index.name())))
            .concat(index.unique() ? ",true" : ",false");
    for (FieldPath field : index.fields()) {
      text = text.concat(",").concat(docs.stringify(docs.of(field.text())));
    }
    return text.concat("]");
  }

  private String describedIndex(Doc columns, String index) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.at(i).at(0).string().equals(index)) {
        return docs.stringify(columns.at(i));
      }
    }
    return null;
  }

  private String meta(String key) {
    SqlStorage.Rows rows =
        sql.prepare("SELECT value FROM _zb_meta WHERE key = ?").bind(key).query();
    return rows.next() ? rows.text(0) : null;
  }

  private void setMeta(String key, String value) {
    sql.prepare(
            "INSERT INTO _zb_meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value")
        .bind(key)
        .bind(value)
        .run();
  }
}
