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
import dev.zeroback.core.readset.ReadSet;
import dev.zeroback.core.readset.WriteSet;
import dev.zeroback.core.schema.Schema;
import dev.zeroback.core.schema.Table;
import dev.zeroback.core.storage.DocumentStore;
import dev.zeroback.core.value.Keys;

/** Plans and runs queries over the committed documents and a transaction's pending writes. */
public final class Queries {
  private final SqlStorage sql;
  private final Docs docs;
  private final Keys keys;
  private final DocumentStore store;
  private final Table[] tables;
  private final Planner planner;
  private final Pages pages;
  private final RangeStatements statements;
  private final double mostRead;

  public Queries(
      SqlStorage sql,
      Docs docs,
      Natives natives,
      Entropy entropy,
      Schema schema,
      Keys keys,
      DocumentStore store,
      double mostRead) {
    this.sql = sql;
    this.docs = docs;
    this.keys = keys;
    this.store = store;
    this.tables = schema.tables();
    this.mostRead = mostRead;
    this.pages = new Pages(docs, keys, new CursorSeal(sql, natives, entropy));
    this.planner = new Planner(schema, docs, keys, pages);
    this.statements = new RangeStatements(sql, docs, natives);
  }

  /**
   * Runs the query that {@code description} describes; see "A query as data" in
   * docs/architecture.md.
   *
   * @param reads told what was read, also when what was found makes the query fail
   * @throws ZerobackException {@link ErrorCode#BAD_REQUEST} saying what is wrong with the query;
   *     {@link ErrorCode#INVALID_CURSOR} for a cursor that is not this query's
   */
  public Doc run(Doc description, PendingWrites pendingWrites, ReadSet reads) {
    String asked = reads.isFollowing() ? text(description) : null;
    // Only a live query follows a former run, and it has no pending writes.
    Kept kept = asked == null ? null : (Kept) reads.foundBefore(asked);
    if (kept != null) {
      return answer(kept.query, kept.found(), kept.consumed(), kept, reads);
    }
    Query query = planner.plan(description);
    Pending pending = pendingWrites.of(query.table());
    int before = reads.size();
    try {
      return query.search() == null || pending == null
          ? run(query, pending, reads, asked)
          : runApplied(query, pending.changes(), reads);
    } catch (RuntimeException failed) {
      if (reads.size() == before) {
        // A commit in the range is a reason to try again.
        reads.add(read(query, query.range(), null));
      }
      throw failed;
    }
  }

  /**
   * What tells a description from those of other queries; {@code null} if it says more than JSON
   * can.
   */
  private String text(Doc description) {
    try {
      return docs.stringify(description);
    } catch (Docs.NotJson refused) {
      return null;
    }
  }

  /** Only SQLite can rank, so that it has to have the pending writes: for as long as it looks. */
  private Doc runApplied(Query query, WriteSet writes, ReadSet reads) {
    Doc[] answer = new Doc[1];
    RuntimeException undo = new RuntimeException();
    try {
      sql.transaction(
          () -> {
            store.apply(tables, writes);
            answer[0] = run(query, null, reads, null);
            throw undo;
          });
    } catch (RuntimeException thrown) {
      if (thrown != undo) {
        throw thrown;
      }
    }
    return answer[0];
  }

  /**
   * @param asked the text of the query's description, if the next run may have use for what is
   *     found; else {@code null}
   */
  private Doc run(Query query, Pending pending, ReadSet reads, String asked) {
    boolean keeps = asked != null && query.search() == null && query.limit() != 0;
    if (query.terminal() == Query.Terminal.COUNT) {
      double committed = statements.count(query);
      double count = committed + (pending == null ? 0 : Overlay.countDifference(query, pending));
      Kept kept = keeps ? new FoundCount(asked, query, count, docs) : null;
      return answer(query, docs.of(count), query.range(), kept, reads);
    }
    Walk walk = new Walk(query, docs, mostRead - reads.documents());
    Doc found = walk.run(statements, pending);
    Kept kept =
        keeps && walk.chars() >= 0
            ? new FoundDocuments(asked, query, docs.copy(found), walk.chars(), keys, docs)
            : null;
    return answer(query, found, query.consumed(found, keys), kept, reads);
  }

  /**
   * Counts documents that a transaction has read.
   *
   * @throws ZerobackException {@link ErrorCode#TOO_LARGE} when they are too many
   */
  public void countRead(ReadSet reads, double documents) {
    if (reads.count(documents) > mostRead) {
      throw new ZerobackException(
          ErrorCode.TOO_LARGE,
          "More documents are read than limits.documentsRead allows; read fewer, by an index, with"
              + " .take(n) or .paginate(), or raise the limit.");
    }
  }

  /**
   * @param found documents, or their number; {@code null} if that is not known
   */
  private static Read read(Query query, KeyRange range, Doc found) {
    boolean plain = query.search() == null;
    return new Read(
        query.table().ordinal(),
        query.indexOrdinal(),
        range,
        plain ? query.filter() : null,
        plain || found == null ? null : query.search().relevance(query.filter(), found));
  }

  /**
   * @param found documents that nobody else has, or their number
   * @param kept the same for the next run; {@code null} if it is not kept
   */
  private Doc answer(Query query, Doc found, KeyRange consumed, Kept kept, ReadSet reads) {
    Read read = read(query, consumed, found);
    read.found = kept;
    reads.add(read);
    if (query.terminal() == Query.Terminal.COUNT) {
      return found;
    }
    countRead(reads, query.returned(found.size()));
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
        return pages.result(query, found);
      default:
        return found;
    }
  }
}
