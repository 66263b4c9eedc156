package dev.zeroback.core.query;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.Docs;
import dev.zeroback.core.port.Entropy;
import dev.zeroback.core.port.Natives;
import dev.zeroback.core.port.SqlStorage;
import dev.zeroback.core.readset.KeyRange;
import dev.zeroback.core.readset.Read;
import dev.zeroback.core.schema.Schema;
import dev.zeroback.core.value.Keys;

/** Plans and runs queries over the committed documents and a transaction's pending writes. */
public final class Queries {
  private final Docs docs;
  private final Planner planner;
  private final Pages pages;
  private final RangeStatements statements;

  public Queries(
      SqlStorage sql, Docs docs, Natives natives, Entropy entropy, Schema schema, Keys keys) {
    this.docs = docs;
    this.pages = new Pages(docs, keys, new CursorSeal(sql, natives, entropy));
    this.planner = new Planner(schema, docs, keys, pages);
    this.statements = new RangeStatements(sql, docs, natives);
  }

  /**
   * Runs the query that {@code description} describes; see "A query as data" in
   * docs/architecture.md.
   *
   * @throws ZerobackException {@link ErrorCode#BAD_REQUEST} saying what is wrong with the query;
   *     {@link ErrorCode#INVALID_CURSOR} for a cursor that is not this query's
   */
  public Answer run(Doc description, PendingWrites pendingWrites) {
    Query query = planner.plan(description);
    Pending pending = pendingWrites.of(query.table());
    if (query.terminal() == Query.Terminal.COUNT) {
      double committed = statements.count(query);
      int difference = pending == null ? 0 : Overlay.countDifference(query, pending);
      return new Answer(docs.of(committed + difference), read(query, query.range()));
    }
    Walk walk = new Walk(query, docs);
    if (query.limit() != 0) {
      walk.run(statements, pending);
    }
    return new Answer(value(query, walk), read(query, walk.consumed()));
  }

  private static Read read(Query query, KeyRange range) {
    return new Read(query.table().ordinal(), query.indexOrdinal(), range, query.filter());
  }

  private Doc value(Query query, Walk walk) {
    Doc found = walk.found();
    switch (query.terminal()) {
      case FIRST:
        return found.size() == 0 ? docs.nullValue() : found.at(0);
      case UNIQUE:
        if (found.size() != 1) {
          throw new ZerobackException(
              ErrorCode.EXECUTION_ERROR,
              found.size() == 0
                  ? "Expected exactly one result, got none"
                  : "Expected exactly one result, got multiple");
        }
        return found.at(0);
      case PAGE:
        return pages.result(query, walk);
      default:
        return found;
    }
  }
}
