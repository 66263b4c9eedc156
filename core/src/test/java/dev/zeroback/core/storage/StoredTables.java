package dev.zeroback.core.storage;

import dev.zeroback.core.port.SqlStorage;
import java.util.ArrayList;
import java.util.List;

/** Everything that a database holds, as text that can be compared. */
final class StoredTables {
  private StoredTables() {}

  static List<String> of(SqlStorage sql) {
    List<String> lines = new ArrayList<>();
    SqlStorage.Rows objects =
        sql.prepare("SELECT name, sql, type FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
            .query();
    while (objects.next()) {
      lines.add(objects.text(1));
      if (objects.text(2).equals("table")) {
        addRows(sql, objects.text(0), lines);
      }
    }
    return lines;
  }

  private static void addRows(SqlStorage sql, String table, List<String> lines) {
    List<String> columns = new ArrayList<>();
    SqlStorage.Rows names =
        sql.prepare("SELECT name FROM pragma_table_info(?)").bind(table).query();
    while (names.next()) {
      columns.add("quote(\"" + names.text(0) + "\")");
    }
    SqlStorage.Rows rows =
        sql.prepare(
                "SELECT "
                    + String.join(" || ', ' || ", columns)
                    + " FROM \""
                    + table
                    + "\" ORDER BY 1")
            .query();
    while (rows.next()) {
      lines.add(table + ": " + rows.text(0));
    }
  }
}
