package dev.zeroback.core.storage;

import dev.zeroback.core.port.Docs;
import dev.zeroback.core.port.SqlStorage;
import dev.zeroback.core.schema.Index;
import dev.zeroback.core.schema.Table;
import dev.zeroback.core.value.Keys;
import java.util.ArrayList;

/** Builds new indexes of a table over the documents that it has. Their columns exist already. */
final class IndexBuild {
  private final SqlStorage sql;
  private final Docs docs;
  private final Table table;
  private final ArrayList<Index> indexes;
  private final String name;

  IndexBuild(SqlStorage sql, Docs docs, Table table, ArrayList<Index> indexes) {
    this.sql = sql;
    this.docs = docs;
    this.table = table;
    this.indexes = indexes;
    this.name = SqlNames.quote(table.sqlName());
  }

  /** Computes the sort keys of every document, all new indexes in one pass. */
  void fill(Keys keys) {
    String columns = "";
    for (Index index : indexes) {
      columns += (columns.isEmpty() ? "" : ", ") + SqlNames.quote(index.column()) + " = ?";
    }
    SqlStorage.Statement update =
        sql.prepare("UPDATE " + name + " SET " + columns + " WHERE rid = ?");
    StoredRows rows = new StoredRows(sql, name);
    while (rows.next()) {
      for (int row = 0; row < rows.size; row++) {
        for (Index index : indexes) {
          update.bind(index.key(keys, rows.documents[row]));
        }
        update.bind(rows.rids[row]).run();
      }
    }
  }

  /**
   * Creates the SQL indexes.
   *
   * @return a line for each unique index that stored documents violate, with their number and one
   *     of them
   */
  String create() {
    String faults = "";
    for (Index index : indexes) {
      try {
        sql.prepare(
                "CREATE "
                    + (index.unique() ? "UNIQUE " : "")
                    + "INDEX "
                    + SqlNames.quote(index.sqlName())
                    + " ON "
                    + name
                    + " ("
                    + SqlNames.quote(index.column())
                    + ")")
            .run();
      } catch (SqlStorage.SqlException refused) {
        String duplicates = index.unique() ? duplicates(index) : "";
        if (duplicates.isEmpty()) {
          throw refused;
        }
        faults += duplicates;
      }
    }
    return faults;
  }

  private String duplicates(Index index) {
    String column = SqlNames.quote(index.column());
    SqlStorage.Rows rows =
        sql.prepare(
                "SELECT doc, n, total FROM (SELECT min(rid) AS example, count(*) AS n,"
                    + " sum(count(*)) OVER () AS total FROM "
                    + name
                    + " GROUP BY "
                    + column
                    + " HAVING count(*) > 1 ORDER BY example LIMIT 1) JOIN "
                    + name
                    + " ON rid = example")
            .query();
    if (!rows.next()) {
      return "";
    }
    return "\n- Table \""
        + table.name()
        + "\", unique index \""
        + index.name()
        + "\": documents with values of another one: "
        + (int) rows.number(2)
        + ", for example "
        + rows.document(0).field("_id").string()
        + " and "
        + (int) (rows.number(1) - 1)
        + " more with "
        + index.describe(rows.document(0), docs);
  }
}
