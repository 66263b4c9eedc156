package dev.zeroback.core.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;

/**
 * What the layout of ADR 3 costs a read: documents under a row id, beside documents under a text
 * primary key, which is a second B-tree. Prints medians of interleaved rounds in microseconds for
 * each read.
 *
 * <p>After {@code mvn -pl core test-compile}: {@code java -cp
 * core/target/test-classes:sqlite-jdbc-3.50.3.0.jar:slf4j-api-2.0.16.jar
 * dev.zeroback.core.storage.ReadCost}.
 */
final class ReadCost {
  private static final int DOCUMENTS = 100_000;
  private static final int GROUP = 100;
  private static final int READS = 20_000;
  private static final int ROUNDS = 9;

  private ReadCost() {}

  public static void main(String[] args) throws SQLException {
    try (Connection sql =
        org.sqlite.JDBC.createConnection("jdbc:sqlite::memory:", new java.util.Properties())) {
      fill(sql, "by_rid", "rid INTEGER PRIMARY KEY, id TEXT");
      fill(sql, "by_text", "rid INTEGER, id TEXT PRIMARY KEY");
      String[] names = {
        "row id, by id", "text, by id", "row id, 100 by index", "text, 100 by index"
      };
      double[][] micros = new double[names.length][ROUNDS];
      for (int round = 0; round < ROUNDS; round++) {
        micros[0][round] =
            time(sql, "SELECT doc FROM by_rid WHERE rid = ? AND id = 'd' || ?1", READS, 1);
        micros[1][round] = time(sql, "SELECT doc FROM by_text WHERE id = 'd' || ?", READS, 1);
        micros[2][round] = time(sql, group("by_rid"), READS / GROUP, GROUP);
        micros[3][round] = time(sql, group("by_text"), READS / GROUP, GROUP);
      }
      for (int i = 0; i < names.length; i++) {
        Arrays.sort(micros[i]);
        System.out.printf(
            "%-22s %7.2f (%.2f - %.2f)%n",
            names[i], micros[i][ROUNDS / 2], micros[i][0], micros[i][ROUNDS - 1]);
      }
    }
  }

  private static String group(String table) {
    return "SELECT doc FROM " + table + " WHERE k = 'k' || (? / 100) ORDER BY k, rid";
  }

  private static void fill(Connection sql, String table, String key) throws SQLException {
    sql.createStatement().execute("CREATE TABLE " + table + " (" + key + ", doc TEXT, k TEXT)");
    sql.createStatement().execute("CREATE INDEX " + table + "_k ON " + table + " (k, rid)");
    sql.setAutoCommit(false);
    try (PreparedStatement insert =
        sql.prepareStatement("INSERT INTO " + table + " (rid, id, doc, k) VALUES (?, ?, ?, ?)")) {
      for (int i = 0; i < DOCUMENTS; i++) {
        insert.setInt(1, i);
        insert.setString(2, "d" + i);
        insert.setString(3, "{\"_id\":\"d" + i + "\",\"text\":\"" + "x".repeat(180) + "\"}");
        insert.setString(4, "k" + i / GROUP);
        insert.executeUpdate();
      }
    }
    sql.commit();
    sql.setAutoCommit(true);
  }

  private static double time(Connection sql, String query, int reads, int rows)
      throws SQLException {
    try (PreparedStatement select = sql.prepareStatement(query)) {
      long start = System.nanoTime();
      int found = 0;
      for (int i = 0; i < reads; i++) {
        select.setInt(1, (int) (i * 7_919L % DOCUMENTS));
        try (ResultSet row = select.executeQuery()) {
          while (row.next()) {
            found += row.getString(1).length() > 0 ? 1 : 0;
          }
        }
      }
      if (found != reads * rows) {
        throw new IllegalStateException(query + " found " + found);
      }
      return (System.nanoTime() - start) / 1e3 / reads;
    }
  }
}
