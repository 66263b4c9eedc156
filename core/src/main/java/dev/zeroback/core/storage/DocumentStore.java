package dev.zeroback.core.storage;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Docs;
import dev.zeroback.core.port.SqlStorage;
import dev.zeroback.core.readset.Change;
import dev.zeroback.core.readset.Version;
import dev.zeroback.core.readset.WriteSet;
import dev.zeroback.core.schema.Index;
import dev.zeroback.core.schema.Table;
import dev.zeroback.core.value.DocumentId;
import java.util.Arrays;

/** Reads and writes committed documents by row id. */
public final class DocumentStore {
  private final SqlStorage sql;
  private final Docs docs;
  private final RecentDocuments recent = new RecentDocuments();
  private TableStatements[] statements = new TableStatements[0];

  public DocumentStore(SqlStorage sql, Docs docs) {
    this.sql = sql;
    this.docs = docs;
  }

  /**
   * The committed version of a document's row, whose random part of the id may be another's; {@code
   * null} if there is no such row. Reads at most one row.
   */
  public Version get(Table table, DocumentId id) {
    Version known = recent.find(id.text());
    if (known != null) {
      return known;
    }
    SqlStorage.Rows rows = of(table).select().bind(id.rid()).query();
    if (!rows.next()) {
      return null;
    }
    String[] keys = new String[table.indexes().length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = rows.text(i + 1);
    }
    Version version = new Version(id.rid(), rows.text(0), keys, docs);
    if (version.hasId(id.text())) {
      recent.keep(id.text(), version);
    }
    return version;
  }

  /** Writes that were applied have been committed. */
  public void committed(WriteSet writes) {
    for (int i = 0; i < writes.size(); i++) {
      recent.follow(writes.get(i));
    }
  }

  /**
   * Applies writes: deletes before updates before inserts, so that a freed unique value can be
   * taken in the same transaction; when an update finds its value taken, the later ones free theirs
   * first.
   *
   * @param tables by ordinal
   * @throws ZerobackException {@link ErrorCode#UNIQUE_VIOLATION} naming the index and the values
   */
  public void apply(Table[] tables, WriteSet writes) {
    for (int i = 0; i < writes.size(); i++) {
      Change change = writes.get(i);
      if (change.after == null) {
        write(tables, change);
      }
    }
    for (int i = 0; i < writes.size(); i++) {
      Change change = writes.get(i);
      if (change.before != null && change.after != null) {
        try {
          write(tables, change);
        } catch (ZerobackException taken) {
          for (int later = i + 1; later < writes.size(); later++) {
            Change other = writes.get(later);
            if (other.table == change.table && other.before != null && other.after != null) {
              freeUniqueKeys(tables[change.table], other.before, other.after);
            }
          }
          write(tables, change);
        }
      }
    }
    for (int i = 0; i < writes.size(); i++) {
      Change change = writes.get(i);
      if (change.before == null) {
        write(tables, change);
      }
    }
  }

  /**
   * Applies one write and {@code alongside} in one statement, which is atomic by itself.
   *
   * @param alongside has a text
   * @return {@code false} when there is no such statement, and nothing was written
   * @throws ZerobackException {@link ErrorCode#UNIQUE_VIOLATION} naming the index and the values;
   *     nothing is written then
   */
  public boolean apply(Table[] tables, Change change, Alongside alongside, double ts) {
    Table table = tables[change.table];
    SqlStorage.Statement write = of(table).write(change, alongside.text());
    if (write == null) {
      return false;
    }
    alongside.bind(write, ts);
    run(write, table, change.after);
    return true;
  }

  /**
   * Writes one row and an entry in each index whose key has changed.
   *
   * @throws ZerobackException {@link ErrorCode#UNIQUE_VIOLATION} naming the index and the values
   */
  private void write(Table[] tables, Change change) {
    Table table = tables[change.table];
    run(of(table).write(change), table, change.after);
  }

  /**
   * Gives up the unique keys that {@link #write} is going to change, so that other rows can take
   * them before.
   */
  private void freeUniqueKeys(Table table, Version before, Version after) {
    for (Index index : table.indexes()) {
      if (index.unique() && !before.key(index.ordinal()).equals(after.key(index.ordinal()))) {
        // No sort key begins with '!'.
        String column = SqlNames.quote(index.column());
        sql.prepare(
                "UPDATE "
                    + SqlNames.quote(table.sqlName())
                    + " SET "
                    + column
                    + " = '!' || rid WHERE rid = ?")
            .bind(before.rid)
            .run();
      }
    }
  }

  private void run(SqlStorage.Statement write, Table table, Version version) {
    try {
      write.run();
    } catch (SqlStorage.SqlException refused) {
      for (Index index : table.indexes()) {
        if (index.unique() && isViolation(refused, table, index)) {
          throw violation(table, index, version);
        }
      }
      throw refused;
    }
  }

  /** SQLite names the column, and the name of one index may begin with another's. */
  private static boolean isViolation(SqlStorage.SqlException refused, Table table, Index index) {
    String column = table.sqlName().concat(".").concat(index.column());
    String message = refused.getMessage();
    int start = message.indexOf("UNIQUE constraint failed: ".concat(column));
    if (start < 0) {
      return false;
    }
    int end = message.indexOf(column, start) + column.length();
    return end == message.length() || !isPartOfName(message.charAt(end));
  }

  private static boolean isPartOfName(char unit) {
    return unit == '_'
        || unit >= '0' && unit <= '9'
        || unit >= 'A' && unit <= 'Z'
        || unit >= 'a' && unit <= 'z';
  }

  private ZerobackException violation(Table table, Index index, Version version) {
    return new ZerobackException(
        ErrorCode.UNIQUE_VIOLATION,
        "Table \""
            + table.name()
            + "\" already has a document with "
            + index.describe(version.document(), docs)
            + "; its index \""
            + index.name()
            + "\" is unique.");
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
