package dev.zeroback.core.port;

/**
 * The SQLite database of the object. Calls are synchronous. A failing statement throws {@link
 * SqlException}; earlier statements stay applied unless they ran inside {@link #transaction}.
 */
public interface SqlStorage {
  /**
   * Returns a statement for constant text. Keep and reuse it: the text is converted for the host
   * once.
   */
  Statement prepare(String sql);

  /**
   * Runs {@code body} atomically: what it wrote is rolled back when it throws, and the exception
   * goes on.
   */
  void transaction(Runnable body);

  /**
   * A statement whose parameters are bound in order. Bindings are gone after each {@link #query} or
   * {@link #run}.
   */
  interface Statement {
    Statement bind(String text);

    /** Binds a REAL; whole numbers compare equal to INTEGER columns. */
    Statement bind(double number);

    /** Runs the statement. The rows are read before the next statement runs. */
    Rows query();

    /** Runs the statement for its effect. */
    void run();
  }

  /** A forward-only cursor; columns count from 0. */
  interface Rows {
    boolean next();

    boolean isNull(int column);

    String text(int column);

    double number(int column);

    /**
     * Parses the JSON text of a stored document; {@link Docs#parse} without the intermediate
     * string.
     */
    Doc document(int column);
  }

  /** The database refused a statement. */
  final class SqlException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SqlException(String message) {
      super(message);
    }
  }
}
