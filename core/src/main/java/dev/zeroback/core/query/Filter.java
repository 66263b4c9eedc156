package dev.zeroback.core.query;

import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.SqlStorage;
import dev.zeroback.core.port.TextBuffer;
import dev.zeroback.core.readset.Predicate;

/**
 * A condition on documents, as SQL and as a predicate. Both decide alike: a query filters in SQL,
 * pending writes and commits are judged by the predicate.
 */
interface Filter extends Predicate {
  @Override
  boolean matches(Doc document);

  /** Appends an SQL condition that is 1 or 0, never NULL. */
  void appendSql(TextBuffer out);

  /** Binds the values of the condition, in the order of its parameters, and says how many. */
  int bind(SqlStorage.Statement statement);
}
