package dev.zeroback.core.query;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.Docs;
import dev.zeroback.core.port.Entropy;
import dev.zeroback.core.port.Natives;
import dev.zeroback.core.port.SqlStorage;
import dev.zeroback.core.readset.FoundRange;
import dev.zeroback.core.readset.KeyRange;
import dev.zeroback.core.readset.Read;
import dev.zeroback.core.readset.ReadSet;
import dev.zeroback.core.readset.WriteSet;
import dev.zeroback.core.schema.Index;
import dev.zeroback.core.schema.Schema;
import dev.zeroback.core.schema.Table;
import dev.zeroback.core.storage.DocumentStore;
import dev.zeroback.core.value.DocumentId;
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
    Query query = planner.plan(description);
    Pending pending = pendingWrites.of(query.table());
    try {
      return query.search() == null || pending == null
          ? run(query, pending, reads)
          : runApplied(query, pending.changes(), reads);
    } catch (SqlStorage.SqlException failed) {
      // A commit in the range is a reason to try again.
      reads.add(read(query, query.range()));
      throw failed;
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
            answer[0] = run(query, null, reads);
            throw undo;
          });
    } catch (RuntimeException thrown) {
      if (thrown != undo) {
        throw thrown;
      }
    }
    return answer[0];
  }

  private Doc run(Query query, Pending pending, ReadSet reads) {
    if (query.terminal() == Query.Terminal.COUNT) {
      double committed = statements.count(query);
      int difference = pending == null ? 0 : Overlay.countDifference(query, pending);
      reads.add(read(query, query.range()));
      return docs.of(committed + difference);
    }
    Walk walk = new Walk(query, docs, mostRead - reads.documents());
    if (reads.isFollowing() && pending == null && query.isWholeRange()) {
      reads.add(readWhole(query, walk, reads));
    } else {
      if (query.limit() != 0) {
        walk.run(statements, pending);
      }
      reads.add(read(query, walk.consumed()));
    }
    countRead(reads, walk.found().size());
    return value(query, walk);
  }

  /** Takes what the last run has found in the range, if that is kept, and keeps it for the next. */
  private Read readWhole(Query query, Walk walk, ReadSet reads) {
    Read read = read(query, query.range());
    FoundRange found = reads.foundBefore(read, query.descending());
    if (found != null) {
      walk.take(docs.copy(found.documents));
    } else {
      walk.run(statements, null);
      if (walk.chars() > 0) {
        found =
            new FoundRange(
                docs.copy(walk.found()),
                query.descending(),
                walk.chars(),
                order(query.index()),
                docs);
      }
    }
    read.found = found;
    return read;
  }

  /**
   * @param index {@code null} for the order of row ids
   */
  private FoundRange.Order order(Index index) {
    return (document, key, rid) ->
        KeyRange.compare(
            index == null ? "" : index.key(keys, document),
            DocumentId.parse(document.field("_id").string()).rid(),
            key,
            rid);
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

  private static Read read(Query query, KeyRange range) {
    return new Read(
        query.table().ordinal(),
        query.indexOrdinal(),
        range,
        query.search() == null ? query.filter() : null);
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
