package dev.zeroback.core.storage;

import dev.zeroback.core.port.SqlStorage;
import dev.zeroback.core.port.TextMap;
import dev.zeroback.core.readset.Change;
import dev.zeroback.core.schema.Index;
import dev.zeroback.core.schema.Table;

/** The statements that read and write the rows of one table; each text is made once. */
final class TableStatements {
  private static final String INSERT = "+";
  private static final String DELETE = "-";

  private final SqlStorage sql;
  private final Table table;
  private final String name;
  private final SqlStorage.Statement select;
  private final SqlStorage.Statement maxRid;

  /** By shape: {@link #shapeOf}. */
  private final TextMap<SqlStorage.Statement> writes = new TextMap<>();

  private final TextMap<SqlStorage.Statement> joined = new TextMap<>();

  TableStatements(SqlStorage sql, Table table) {
    this.sql = sql;
    this.table = table;
    this.name = SqlNames.quote(table.sqlName());
    String columns = "";
    for (Index index : table.indexes()) {
      columns = columns.concat(", ").concat(SqlNames.quote(index.column()));
    }
    select = sql.prepare("SELECT doc" + columns + " FROM " + name + " WHERE rid = ?");
    maxRid = sql.prepare("SELECT max(rid) FROM " + name);
  }

  SqlStorage.Statement select() {
    return select;
  }

  SqlStorage.Statement maxRid() {
    return maxRid;
  }

  /** What writes a change, bound. */
  SqlStorage.Statement write(Change change) {
    String shape = shapeOf(change);
    SqlStorage.Statement write = writes.get(shape);
    if (write == null) {
      write = sql.prepare(text(shape));
      writes.put(shape, write);
    }
    return bind(write, change);
  }

  /**
   * What writes a change and runs {@code other}, whose parameters are still to be bound; {@code
   * null} when it changes several keys. Of those there are too many kinds for a view each.
   */
  SqlStorage.Statement write(Change change, String other) {
    String shape = shapeOf(change);
    if (shape.indexOf('1') < shape.lastIndexOf('1')) {
      return null;
    }
    SqlStorage.Statement write = joined.get(shape);
    if (write == null) {
      String view = table.sqlName() + JoinedStatements.INFIX + shape;
      write = JoinedStatements.join(sql, view, text(shape), other);
      joined.put(shape, write);
    }
    return bind(write, change);
  }

  /**
   * Whether a row comes or goes; if neither, for each index "1" or "0": whether its key changes.
   */
  private String shapeOf(Change change) {
    if (change.before == null) {
      return INSERT;
    }
    if (change.after == null) {
      return DELETE;
    }
    String shape = "";
    for (int i = 0; i < table.indexes().length; i++) {
      shape = shape.concat(change.before.key(i).equals(change.after.key(i)) ? "0" : "1");
    }
    return shape;
  }

  private String text(String shape) {
    if (shape.equals(DELETE)) {
      return "DELETE FROM " + name + " WHERE rid = ?";
    }
    boolean isInsert = shape.equals(INSERT);
    String columns = "";
    String marks = "";
    for (Index index : table.indexes()) {
      if (isInsert || shape.charAt(index.ordinal()) == '1') {
        columns = columns.concat(", ").concat(SqlNames.quote(index.column()));
        columns = isInsert ? columns : columns.concat(" = ?");
        marks = marks.concat(", ?");
      }
    }
    return isInsert
        ? "INSERT INTO " + name + " (rid, doc" + columns + ") VALUES (?, ?" + marks + ")"
        : "UPDATE " + name + " SET doc = ?" + columns + " WHERE rid = ?";
  }

  private SqlStorage.Statement bind(SqlStorage.Statement write, Change change) {
    if (change.before == null) {
      write.bind(change.rid);
    }
    if (change.after != null) {
      write.bind(change.after.text);
      for (int i = 0; i < table.indexes().length; i++) {
        String key = change.after.key(i);
        if (change.before == null || !change.before.key(i).equals(key)) {
          write.bind(key);
        }
      }
    }
    return change.before == null ? write : write.bind(change.rid);
  }
}
