package dev.zeroback.core.query;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.Docs;
import dev.zeroback.core.port.Natives;
import dev.zeroback.core.port.SqlStorage;
import dev.zeroback.core.readset.KeyRange;
import dev.zeroback.core.readset.Read;
import dev.zeroback.core.readset.Version;
import dev.zeroback.core.schema.Schema;
import dev.zeroback.core.value.Keys;

/** Plans and runs queries over the committed documents and a transaction's pending writes. */
public final class Queries {
  private final Docs docs;
  private final Planner planner;
  private final RangeStatements statements;

  public Queries(SqlStorage sql, Docs docs, Natives natives, Schema schema, Keys keys) {
    this.docs = docs;
    this.planner = new Planner(schema, keys);
    this.statements = new RangeStatements(sql, natives);
  }

  /**
   * Runs the query that {@code description} describes; see "A query as data" in
   * docs/architecture.md.
   *
   * @throws ZerobackException {@link ErrorCode#BAD_REQUEST} saying what is wrong with the query
   */
  public Answer run(Doc description, PendingWrites pendingWrites) {
    Query query = planner.plan(description);
    Pending pending = pendingWrites.of(query.table());
    if (query.terminal() == Query.Terminal.COUNT) {
      double committed = statements.count(query);
      int difference = pending == null ? 0 : Overlay.countDifference(query, pending);
      return new Answer(docs.of(committed + difference), read(query, query.range()));
    }
    Walk walk = new Walk(query);
    if (query.limit() != 0) {
      walk.run(pending);
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
      default:
        return found;
    }
  }

  /** One walk along a range: committed rows and pending versions merged by position. */
  private final class Walk {
    private final Query query;
    private final Docs.ArrayBuilder list = docs.array();
    private Doc found;
    private double count;
    private String lastKey;
    private double lastRid;

    Walk(Query query) {
      this.query = query;
    }

    Doc found() {
      if (found == null) {
        found = list.build();
      }
      return found;
    }

    /** The range, narrowed to what was walked when the limit ended the walk. */
    KeyRange consumed() {
      KeyRange range = query.range();
      if (query.limit() == 0) {
        return KeyRange.ofKeys("", "");
      }
      if (query.limit() < 0 || count < query.limit()) {
        return range;
      }
      return query.descending()
          ? range.beginningWith(lastKey, lastRid)
          : range.endingWith(lastKey, lastRid);
    }

    void run(Pending pending) {
      if (pending == null) {
        SqlStorage.Rows rows = statements.select(query, query.limit());
        while (rows.next()) {
          take(rows);
        }
        return;
      }
      Overlay overlay = Overlay.of(query, pending);
      double limit = query.limit() < 0 ? -1 : query.limit() + overlay.hiddenAtMost();
      SqlStorage.Rows rows = statements.select(query, limit);
      int next = 0;
      while (!isFull() && rows.next()) {
        if (overlay.hides(rows.number(1))) {
          continue;
        }
        while (!isFull() && next < overlay.size() && precedes(overlay.get(next), rows)) {
          take(overlay.get(next++));
        }
        if (!isFull()) {
          take(rows);
        }
      }
      while (!isFull() && next < overlay.size()) {
        take(overlay.get(next++));
      }
    }

    private boolean isFull() {
      return query.limit() >= 0 && count == query.limit();
    }

    private boolean precedes(Version version, SqlStorage.Rows rows) {
      int order =
          KeyRange.compare(
              version.key(query.indexOrdinal()), version.rid, key(rows), rows.number(1));
      return query.descending() ? order > 0 : order < 0;
    }

    private String key(SqlStorage.Rows rows) {
      return query.index() == null ? "" : rows.text(2);
    }

    private void take(SqlStorage.Rows rows) {
      list.add(rows.document(0));
      count++;
      if (query.limit() >= 0) {
        lastKey = key(rows);
        lastRid = rows.number(1);
      }
    }

    private void take(Version version) {
      list.add(docs.parse(version.text));
      count++;
      lastKey = version.key(query.indexOrdinal());
      lastRid = version.rid;
    }
  }
}
