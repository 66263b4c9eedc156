package dev.zeroback.core.storage;

import dev.zeroback.core.port.SqlStorage;

/** One SQL statement that commits together with a transaction's documents. */
public interface Alongside {
  /** The statement by itself, to be bound. */
  SqlStorage.Statement statement();

  /**
   * Its constant text, if it comes so often that it is to be one statement with the write of a
   * single document; else {@code null}.
   */
  String text();

  /**
   * Binds its parameters, after those of the document if {@code statement} writes that as well.
   *
   * @param ts of the commit
   */
  void bind(SqlStorage.Statement statement, double ts);
}
