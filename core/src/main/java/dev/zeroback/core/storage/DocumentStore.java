package dev.zeroback.core.storage;

import dev.zeroback.core.port.Docs;
import dev.zeroback.core.port.SqlStorage;
import dev.zeroback.core.readset.Version;
import dev.zeroback.core.schema.Table;
import java.util.Arrays;

/** Reads and writes committed documents by row id. */
public final class DocumentStore {
  private final SqlStorage sql;
  private final Docs docs;
  private TableStatements[] statements = new TableStatements[0];

  public DocumentStore(SqlStorage sql, Docs docs) {
    this.sql = sql;
    this.docs = docs;
  }

  /** The committed version of a row; {@code null} if there is none. Reads at most one row. */
  public Version get(Table table, double rid) {
    SqlStorage.Rows rows = of(table).select().bind(rid).query();
    if (!rows.next()) {
      return null;
    }
    String[] keys = new String[table.indexes().length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = rows.text(i + 1);
    }
    return new Version(rid, rows.text(0), keys, docs);
  }

  /** Writes one row and one entry in each index. */
  public void insert(Table table, Version version) {
    SqlStorage.Statement insert = of(table).insert().bind(version.rid).bind(version.text);
    for (int i = 0; i < table.indexes().length; i++) {
      insert.bind(version.key(i));
    }
    insert.run();
  }

  /** Writes one row and an entry in each index whose key has changed. */
  public void update(Table table, Version before, Version after) {
    SqlStorage.Statement update = of(table).update(before, after).bind(after.text);
    for (int i = 0; i < table.indexes().length; i++) {
      if (!before.key(i).equals(after.key(i))) {
        update.bind(after.key(i));
      }
    }
    update.bind(after.rid).run();
  }

  public void delete(Table table, Version version) {
    of(table).delete().bind(version.rid).run();
  }

  /** The largest row id of a table; 0 if it is empty. */
  public double maxRid(Table table) {
    SqlStorage.Rows rows = of(table).maxRid().query();
    return rows.next() && !rows.isNull(0) ? rows.number(0) : 0;
  }

  private TableStatements of(Table table) {
    int ordinal = table.ordinal();
    if (ordinal >= statements.length) {
      statements = Arrays.copyOf(statements, ordinal + 1);
    }
    if (statements[ordinal] == null) {
      statements[ordinal] = new TableStatements(sql, table);
    }
    return statements[ordinal];
  }
}
