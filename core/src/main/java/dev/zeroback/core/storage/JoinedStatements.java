package dev.zeroback.core.storage;

import dev.zeroback.core.port.SqlStorage;
import java.util.ArrayList;

/**
 * Two statements as one, which is atomic without a transaction around it: an INSERT into a view,
 * whose trigger runs both and has the inserted values for their parameters. View and trigger stay
 * in the database, where the next engine finds them, until the schema changes.
 *
 * @see <a href="https://www.sqlite.org/lang_createtrigger.html#instead_of_triggers">INSTEAD OF
 *     triggers</a>
 */
final class JoinedStatements {
  /** Part of the names of the views, which begin as that of a table does. */
  static final String INFIX = ".joined.";

  private JoinedStatements() {}

  /**
   * @param first with "?" for each parameter, and no other question mark
   * @param second likewise; its parameters come behind those of the first
   */
  static SqlStorage.Statement join(SqlStorage sql, String name, String first, String second) {
    String view = SqlNames.quote(name);
    String body = first + "; " + second + "; END";
    String columns = "";
    String marks = "";
    int count = 0;
    for (int mark = body.indexOf('?'); mark >= 0; mark = body.indexOf('?')) {
      String column = "p" + count++;
      body = body.substring(0, mark) + "new." + column + body.substring(mark + 1);
      columns += ", 0 AS " + column;
      marks += ",?";
    }
    sql.prepare("CREATE VIEW IF NOT EXISTS " + view + " AS SELECT " + columns.substring(2)).run();
    sql.prepare(
            "CREATE TRIGGER IF NOT EXISTS "
                + SqlNames.quote(name + ".insert")
                + " INSTEAD OF INSERT ON "
                + view
                + " BEGIN "
                + body)
        .run();
    return sql.prepare("INSERT INTO " + view + " VALUES (" + marks.substring(1) + ")");
  }

  /** Drops all that there are: they name columns which are about to go. */
  static void dropAll(SqlStorage sql) {
    ArrayList<String> views = new ArrayList<>();
    SqlStorage.Rows rows =
        sql.prepare(
                "SELECT name FROM sqlite_master WHERE type = 'view'"
                    + " AND substr(name, 1, 2) = 't_' AND instr(name, ?)")
            .bind(INFIX)
            .query();
    while (rows.next()) {
      views.add(rows.text(0));
    }
    for (String view : views) {
      // Its trigger goes with it.
      sql.prepare("DROP VIEW " + SqlNames.quote(view)).run();
    }
  }
}
