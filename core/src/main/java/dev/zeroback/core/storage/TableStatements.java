package dev.zeroback.core.storage;

import dev.zeroback.core.port.SqlStorage;
import dev.zeroback.core.port.TextMap;
import dev.zeroback.core.readset.Version;
import dev.zeroback.core.schema.Index;
import dev.zeroback.core.schema.Table;

/** The statements that read and write the rows of one table; each text is made once. */
final class TableStatements {
  private final SqlStorage sql;
  private final String name;
  private final Index[] indexes;
  private final SqlStorage.Statement select;
  private final SqlStorage.Statement insert;
  private final SqlStorage.Statement delete;
  private final SqlStorage.Statement maxRid;

  /** UPDATE statements by the set of key columns that they write: "1" or "0" for each index. */
  private final TextMap<SqlStorage.Statement> updates = new TextMap<>();

  TableStatements(SqlStorage sql, Table table) {
    this.sql = sql;
    this.name = SqlNames.quote(table.sqlName());
    this.indexes = table.indexes();
    String columns = "";
    String marks = "";
    for (Index index : indexes) {
      columns = columns.concat(", ").concat(SqlNames.quote(index.column()));
      marks = marks.concat(", ?");
    }
    select = sql.prepare("SELECT doc" + columns + " FROM " + name + " WHERE rid = ?");
    insert =
        sql.prepare(
            "INSERT INTO " + name + " (rid, doc" + columns + ") VALUES (?, ?" + marks + ")");
    delete = sql.prepare("DELETE FROM " + name + " WHERE rid = ?");
    maxRid = sql.prepare("SELECT max(rid) FROM " + name);
  }

  SqlStorage.Statement select() {
    return select;
  }

  SqlStorage.Statement insert() {
    return insert;
  }

  SqlStorage.Statement delete() {
    return delete;
  }

  SqlStorage.Statement maxRid() {
    return maxRid;
  }

  /** Sets the document, the key columns that differ and, last, the row id to find it by. */
  SqlStorage.Statement update(Version before, Version after) {
    String shape = "";
    for (int i = 0; i < indexes.length; i++) {
      shape = shape.concat(before.key(i).equals(after.key(i)) ? "0" : "1");
    }
    SqlStorage.Statement update = updates.get(shape);
    if (update == null) {
      String columns = "";
      for (int i = 0; i < indexes.length; i++) {
        if (shape.charAt(i) == '1') {
          columns = columns.concat(", ").concat(SqlNames.quote(indexes[i].column())).concat(" = ?");
        }
      }
      update = sql.prepare("UPDATE " + name + " SET doc = ?" + columns + " WHERE rid = ?");
      updates.put(shape, update);
    }
    return update;
  }
}
