package dev.zeroback.core.testkit;

import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.Docs;
import dev.zeroback.core.port.SqlStorage;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteLimits;

/**
 * SQLite on the JVM with the Durable Object's limits and its ways of binding values, so that a
 * statement which passes here passes there. In memory; closing it forgets everything.
 */
public final class JdbcSqlStorage implements SqlStorage, AutoCloseable {
  private static final int MAX_VALUE_BYTES = 2_000_000;

  private final SQLiteConnection connection;
  private final Docs docs;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();
  private int depth;
  private int calls;
  private int failingCall;
  private int mostRows;
  private boolean deadly;
  private Runnable onCall = () -> {};

  public JdbcSqlStorage(Docs docs) {
    this.docs = docs;
    try {
      connection =
          DriverManager.getConnection("jdbc:sqlite::memory:").unwrap(SQLiteConnection.class);
      connection.setLimit(SQLiteLimits.SQLITE_LIMIT_VARIABLE_NUMBER, 100);
      connection.setLimit(SQLiteLimits.SQLITE_LIMIT_SQL_LENGTH, 100_000);
      connection.setLimit(SQLiteLimits.SQLITE_LIMIT_COLUMN, 100);
      connection.setLimit(SQLiteLimits.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50);
      connection.setLimit(SQLiteLimits.SQLITE_LIMIT_COMPOUND_SELECT, 5);
      connection.setLimit(SQLiteLimits.SQLITE_LIMIT_EXPR_DEPTH, 100);
      connection.setLimit(SQLiteLimits.SQLITE_LIMIT_LENGTH, MAX_VALUE_BYTES);
      connection.setLimit(SQLiteLimits.SQLITE_LIMIT_ATTACHED, 0);
    } catch (SQLException error) {
      throw new IllegalStateException("SQLite cannot be opened", error);
    }
  }

  /** The whole database as the bytes of its file. */
  public byte[] save() {
    try {
      return connection.serialize("main");
    } catch (SQLException error) {
      throw new IllegalStateException("The database cannot be saved", error);
    }
  }

  /** Replaces everything by what {@link #save} has returned. */
  public void load(byte[] database) {
    try {
      connection.deserialize("main", database);
    } catch (SQLException error) {
      throw new IllegalStateException("The database cannot be loaded", error);
    }
  }

  /** Statements run so far. */
  public int calls() {
    return calls;
  }

  /** Rows of the largest answer so far. */
  public int mostRows() {
    return mostRows;
  }

  /** Makes the {@code nth} statement from now on fail, counting from 1; 0 makes none fail. */
  public void failAtCall(int nth) {
    failingCall = nth == 0 ? 0 : calls + nth;
    deadly = false;
  }

  /** Runs {@code listener} before each statement. */
  public void onCall(Runnable listener) {
    onCall = listener;
  }

  /** Runs statements that are not counted, do not fail and are told to nobody. */
  public void undisturbed(Runnable body) {
    int counted = calls;
    int failing = failingCall;
    Runnable listener = onCall;
    failingCall = 0;
    onCall = () -> {};
    body.run();
    onCall = listener;
    calls = counted;
    failingCall = failing;
  }

  /** Like {@link #failAtCall}, but the process dies there. */
  public void dieAtCall(int nth) {
    failAtCall(nth);
    deadly = true;
  }

  /** The end of the process: nothing of the engine catches it. */
  public static final class PowerCut extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** The plan of a query, a line for each step. */
  public List<String> explain(String sql) {
    List<String> steps = new ArrayList<>();
    Rows rows = prepare("EXPLAIN QUERY PLAN " + sql).query();
    while (rows.next()) {
      steps.add(rows.text(3));
    }
    return steps;
  }

  @Override
  public Statement prepare(String sql) {
    String start = sql.stripLeading().toUpperCase(Locale.ROOT);
    for (String refused :
        List.of(
            "BEGIN",
            "COMMIT",
            "ROLLBACK",
            "SAVEPOINT",
            "RELEASE",
            "ATTACH",
            "VACUUM",
            "PRAGMA",
            "CREATE TEMP")) {
      if (start.startsWith(refused)) {
        throw new SqlException("not authorized: " + sql);
      }
    }
    if (sql.contains("_cf_")) {
      throw new SqlException("not authorized: " + sql);
    }
    return new JdbcStatement(sql);
  }

  @Override
  public void transaction(Runnable body) {
    String savepoint = "testkit" + depth++;
    control("SAVEPOINT " + savepoint);
    try {
      body.run();
    } catch (RuntimeException | Error thrown) {
      control("ROLLBACK TO " + savepoint);
      throw thrown;
    } finally {
      control("RELEASE " + savepoint);
      depth--;
    }
  }

  private void control(String sql) {
    try (java.sql.Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException error) {
      throw new SqlException(error.getMessage());
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException error) {
      throw new IllegalStateException("SQLite cannot be closed", error);
    }
  }

  private final class JdbcStatement implements Statement {
    private final String sql;
    private final List<Object> bindings = new ArrayList<>();

    JdbcStatement(String sql) {
      this.sql = sql;
    }

    @Override
    public Statement bind(String text) {
      bindings.add(wellFormed(text));
      return this;
    }

    @Override
    public Statement bind(double number) {
      bindings.add(Double.isNaN(number) ? null : (Object) number);
      return this;
    }

    @Override
    public Rows query() {
      PreparedStatement statement = bound();
      try (ResultSet result = statement.executeQuery()) {
        List<Object[]> rows = new ArrayList<>();
        int columns = result.getMetaData().getColumnCount();
        while (result.next()) {
          Object[] row = new Object[columns];
          for (int i = 0; i < columns; i++) {
            row[i] = result.getObject(i + 1);
          }
          rows.add(row);
        }
        mostRows = Math.max(mostRows, rows.size());
        return new ReadRows(rows, docs);
      } catch (SQLException error) {
        throw refused(error);
      }
    }

    @Override
    public void run() {
      try {
        bound().execute();
      } catch (SQLException error) {
        throw refused(error);
      }
    }

    /** The driver cannot run a statement again that has failed. */
    private SqlException refused(SQLException error) {
      prepared.remove(sql);
      return new SqlException(error.getMessage());
    }

    private PreparedStatement bound() {
      calls++;
      List<Object> values =
          List.copyOf(bindings.stream().map(value -> value == null ? Null.NULL : value).toList());
      bindings.clear();
      onCall.run();
      if (calls == failingCall && deadly) {
        throw new PowerCut();
      }
      if (calls == failingCall) {
        throw new SqlException("the disk is on fire");
      }
      try {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
          statement = connection.prepareStatement(sql);
          prepared.put(sql, statement);
        }
        if (statement.getParameterMetaData().getParameterCount() != values.size()) {
          throw new SqlException(
              "Wrong number of parameter bindings: " + values.size() + " for " + sql);
        }
        for (int i = 0; i < values.size(); i++) {
          bind(statement, i + 1, values.get(i));
        }
        return statement;
      } catch (SQLException error) {
        throw new SqlException(error.getMessage());
      }
    }

    private void bind(PreparedStatement statement, int position, Object value) throws SQLException {
      if (value instanceof String text) {
        statement.setString(position, text);
      } else if (value instanceof Double number) {
        statement.setDouble(position, number);
      } else {
        statement.setNull(position, java.sql.Types.NULL);
      }
    }
  }

  private enum Null {
    NULL
  }

  /** What the host does to half a surrogate pair. */
  private static String wellFormed(String text) {
    StringBuilder result = new StringBuilder();
    text.codePoints().forEach(point -> result.appendCodePoint(isHalf(point) ? 0xFFFD : point));
    return result.toString();
  }

  private static boolean isHalf(int point) {
    return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
  }

  private static final class ReadRows implements Rows {
    private final List<Object[]> rows;
    private final Docs docs;
    private int position = -1;

    ReadRows(List<Object[]> rows, Docs docs) {
      this.rows = rows;
      this.docs = docs;
    }

    @Override
    public boolean next() {
      return ++position < rows.size();
    }

    @Override
    public boolean isNull(int column) {
      return rows.get(position)[column] == null;
    }

    @Override
    public String text(int column) {
      return (String) rows.get(position)[column];
    }

    @Override
    public double number(int column) {
      return ((Number) rows.get(position)[column]).doubleValue();
    }

    @Override
    public Doc document(int column) {
      return docs.parse(text(column));
    }
  }
}
