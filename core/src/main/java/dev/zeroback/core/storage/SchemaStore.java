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
import java.util.ArrayList;

/**
 * Brings the stored tables to the deployed schema, all of it or nothing: creates tables, drops,
 * adds and fills indexes, and looks at documents whose types have narrowed. Tables and fields that
 * the schema no longer names stay as they are. An unchanged schema writes nothing.
 */
public final class SchemaStore {
  /** Version of the stored layout. */
  static final String LAYOUT = "1";

  private final SqlStorage sql;
  private final Docs docs;
  private final Keys keys;
  private final MetaTable meta;
  private final SearchTables searchTables;

  public SchemaStore(SqlStorage sql, Docs docs, Keys keys) {
    this.sql = sql;
    this.docs = docs;
    this.keys = keys;
    this.meta = new MetaTable(sql);
    this.searchTables = new SearchTables(sql);
  }

  /**
   * @throws ZerobackException {@link ErrorCode#UNAVAILABLE} when the database was written by a
   *     newer version or stored documents do not fit the schema. Nothing is changed then.
   */
  public void start(Schema schema) {
    meta.create();
    checkLayout();
    String stored = meta.get("schema");
    Doc recorded = recorded(stored);
    Doc record = SchemaRecord.after(recorded, schema.description(), docs);
    String text = docs.stringify(record);
    if (!text.equals(stored)) {
      sql.transaction(
          () -> {
            Schema before = Schema.decode(recorded);
            bringUp(schema, before, recorded, record);
            // Last, because SQLite fails to roll the creation of an FTS5 table back.
            for (Table table : schema.tables()) {
              searchTables.change(before.table(table.name()), table);
            }
            meta.set("layout", LAYOUT);
            meta.set("schema", text);
          });
    }
  }

  /**
   * Does as much of {@link #start} as can be refused. The caller rolls it back.
   *
   * @throws ZerobackException as {@code start} does
   */
  public void trial(Schema schema) {
    Doc recorded = recorded(meta.get("schema"));
    Doc record = SchemaRecord.after(recorded, schema.description(), docs);
    bringUp(schema, Schema.decode(recorded), recorded, record);
  }

  private Doc recorded(String stored) {
    return docs.parse(stored == null ? "{\"tables\":{}}" : stored);
  }

  private void checkLayout() {
    String layout = meta.get("layout");
    if (layout != null && !layout.equals(LAYOUT)) {
      throw new ZerobackException(
          ErrorCode.UNAVAILABLE,
          "The database has layout "
              + layout
              + ", this version of Zeroback reads layout "
              + LAYOUT
              + "; deploy the version that wrote it, or a newer one.");
    }
  }

  private void bringUp(Schema schema, Schema before, Doc recorded, Doc record) {
    // A new table may differ from a former one in upper and lower case only, which this refuses.
    Schema.decode(record);
    JoinedStatements.dropAll(sql);
    String faults = "";
    for (Table table : schema.tables()) {
      Table stored = before.table(table.name());
      if (stored == null) {
        sql.prepare(
                "CREATE TABLE "
                    + SqlNames.quote(table.sqlName())
                    + " (rid INTEGER PRIMARY KEY, doc TEXT NOT NULL)")
            .run();
      } else {
        faults += NarrowedFields.faults(sql, stored, table);
        dropIndexes(stored, table);
      }
      changeColumns(table, columns(recorded, table.name()), columns(record, table.name()));
      faults += buildIndexes(stored, table);
    }
    if (!faults.isEmpty()) {
      throw new ZerobackException(
          ErrorCode.UNAVAILABLE,
          "Stored documents do not fit the schema, so the app is not served:"
              + faults
              + "\nDeploy a schema that accepts them, change the documents, then narrow it.");
    }
  }

  private void dropIndexes(Table stored, Table table) {
    for (Index index : stored.indexes()) {
      if (!isSame(index, table.index(index.name()))) {
        sql.prepare("DROP INDEX " + SqlNames.quote(index.sqlName())).run();
      }
    }
  }

  private static Doc columns(Doc record, String table) {
    return record.field("tables").field(table).field("columns");
  }

  /** Adds the key columns that are new, and drops those that were given up. */
  private void changeColumns(Table table, Doc before, Doc after) {
    String change = "ALTER TABLE " + SqlNames.quote(table.sqlName());
    for (int i = 0; i < size(before); i++) {
      if (!contains(after, before.at(i))) {
        sql.prepare(change + " DROP COLUMN " + SqlNames.quote(before.at(i).string())).run();
      }
    }
    for (int i = 0; i < size(after); i++) {
      if (!contains(before, after.at(i))) {
        sql.prepare(
                change
                    + " ADD COLUMN "
                    + SqlNames.quote(after.at(i).string())
                    + " TEXT NOT NULL DEFAULT ''")
            .run();
      }
    }
  }

  private static boolean contains(Doc list, Doc name) {
    for (int i = 0; i < size(list); i++) {
      if (list.at(i).string().equals(name.string())) {
        return true;
      }
    }
    return false;
  }

  private static int size(Doc list) {
    return list.kind() == Doc.ARRAY ? list.size() : 0;
  }

  /** Builds the indexes that are new or changed, and says what is wrong with unique ones. */
  private String buildIndexes(Table stored, Table table) {
    ArrayList<Index> changed = new ArrayList<>();
    for (Index index : table.indexes()) {
      if (stored == null || !isSame(index, stored.index(index.name()))) {
        changed.add(index);
      }
    }
    if (changed.isEmpty()) {
      return "";
    }
    IndexBuild build = new IndexBuild(sql, docs, table, changed);
    if (stored != null) {
      build.fill(keys);
    }
    return build.create();
  }

  private static boolean isSame(Index index, Index other) {
    if (other == null
        || other.unique() != index.unique()
        || other.fields().length != index.fields().length) {
      return false;
    }
    for (int i = 0; i < index.fields().length; i++) {
      FieldPath field = index.fields()[i];
      if (!field.text().equals(other.fields()[i].text())) {
        return false;
      }
    }
    return true;
  }
}
