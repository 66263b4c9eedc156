package dev.zeroback.core.storage;

import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.SqlStorage;

/**
 * All documents of a table in row order, a batch at a time: few enough that large documents fit the
 * object's memory, enough that the statements cost little.
 */
final class StoredRows {
  private static final int BATCH = 16;

  final double[] rids = new double[BATCH];
  final Doc[] documents = new Doc[BATCH];

  /** How many documents the batch has. */
  int size = BATCH;

  private final SqlStorage.Statement select;
  private double last;

  /**
   * @param table SQL name of the table, quoted
   */
  StoredRows(SqlStorage sql, String table) {
    select = sql.prepare("SELECT rid, doc FROM " + table + " WHERE rid > ? ORDER BY rid LIMIT ?");
  }

  /** Reads the next batch; {@code false} when there is none. */
  boolean next() {
    if (size < BATCH) {
      return false;
    }
    SqlStorage.Rows rows = select.bind(last).bind(BATCH).query();
    size = 0;
    while (rows.next()) {
      last = rows.number(0);
      rids[size] = last;
      documents[size++] = rows.document(1);
    }
    return size > 0;
  }
}
