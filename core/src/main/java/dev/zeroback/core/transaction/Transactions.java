package dev.zeroback.core.transaction;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Clock;
import dev.zeroback.core.port.Docs;
import dev.zeroback.core.port.Entropy;
import dev.zeroback.core.port.SqlStorage;
import dev.zeroback.core.query.Queries;
import dev.zeroback.core.readset.ReadSet;
import dev.zeroback.core.readset.WriteSet;
import dev.zeroback.core.schema.Schema;
import dev.zeroback.core.schema.Table;
import dev.zeroback.core.storage.Alongside;
import dev.zeroback.core.storage.DocumentStore;
import dev.zeroback.core.value.DocumentId;
import dev.zeroback.core.value.Keys;
import java.util.ArrayList;

/** Begins transactions and commits them, one after the other. */
public final class Transactions {
  private static final double MICROS_PER_MILLI = 1_000;

  private final SqlStorage sql;
  private final Docs docs;
  private final Clock clock;
  private final Entropy entropy;
  private final Schema schema;
  private final DocumentStore store;
  private final Queries queries;
  private final DocumentWriter writer;
  private final RowIds rowIds;
  private final double mostWritten;
  private final CommitLog log;
  private final ArrayList<Transaction> open = new ArrayList<>();

  public Transactions(
      SqlStorage sql,
      Docs docs,
      Clock clock,
      Entropy entropy,
      Schema schema,
      DocumentStore store,
      Queries queries,
      Keys keys,
      double mostWritten) {
    this.sql = sql;
    this.docs = docs;
    this.clock = clock;
    this.entropy = entropy;
    this.schema = schema;
    this.store = store;
    this.queries = queries;
    this.mostWritten = mostWritten;
    this.writer = new DocumentWriter(docs, keys);
    this.rowIds = new RowIds(clock, store, schema.tables());
    this.log = new CommitLog(clock.nowMillis() * MICROS_PER_MILLI);
  }

  public Transaction begin() {
    Transaction transaction = new Transaction(this, log.newest(), schema.tables().length);
    open.add(transaction);
    return transaction;
  }

  /** Ends a transaction; its buffered writes are dropped unless they were committed. */
  public void end(Transaction transaction) {
    open.remove(transaction);
    if (log.isEmpty()) {
      return;
    }
    double oldest = log.newest();
    for (int i = 0; i < open.size(); i++) {
      oldest = Math.min(oldest, open.get(i).ts());
    }
    log.forget(oldest);
  }

  /**
   * Applies a transaction's writes, or none of them.
   *
   * @param alongside what commits with the documents; {@code null} if nothing does
   * @return {@code null} when what the transaction read has changed since
   * @throws ZerobackException {@link ErrorCode#UNIQUE_VIOLATION}; nothing is written then
   */
  public Commit commit(Transaction transaction, Alongside alongside) {
    if (!transaction.advance()) {
      return null;
    }
    WriteSet writes = transaction.writes().changes();
    if (writes.size() == 0 && alongside == null) {
      return new Commit(log.newest(), writes);
    }
    Commit commit =
        new Commit(Math.max(log.newest() + 1, clock.nowMillis() * MICROS_PER_MILLI), writes);
    write(writes, alongside, commit.ts());
    store.committed(writes);
    log.append(commit);
    return commit;
  }

  /**
   * Writes documents and what goes with them, all or nothing. A single statement is atomic by
   * itself, and a transaction around it would cost two thirds as much again.
   */
  private void write(WriteSet writes, Alongside alongside, double ts) {
    Table[] tables = schema.tables();
    if (writes.size() == 0) {
      run(alongside, ts);
    } else if (writes.size() == 1 && alongside == null) {
      store.apply(tables, writes);
    } else if (writes.size() > 1
        || alongside.text() == null
        || !store.apply(tables, writes.get(0), alongside, ts)) {
      sql.transaction(
          () -> {
            store.apply(tables, writes);
            if (alongside != null) {
              run(alongside, ts);
            }
          });
    }
  }

  private static void run(Alongside alongside, double ts) {
    SqlStorage.Statement statement = alongside.statement();
    alongside.bind(statement, ts);
    statement.run();
  }

  /** Commits from now on are later than {@code ts}, which a client was told of. */
  public void startAfter(double ts) {
    log.startAfter(ts);
  }

  /** The newest commit timestamp. */
  public double newestTs() {
    return log.newest();
  }

  public double nowMillis() {
    return clock.nowMillis();
  }

  boolean stillHolds(ReadSet reads, double ts) {
    return log.stillHolds(reads, ts);
  }

  DocumentId mintId(Table table) {
    return DocumentId.mint(table.name(), rowIds.next(), entropy);
  }

  Table tableOf(DocumentId id) {
    Table table = schema.userTable(id.table());
    if (table == null) {
      throw new ZerobackException(
          ErrorCode.BAD_REQUEST,
          "Id "
              + id.text()
              + " is of no table in the schema; ids look like"
              + " \"tasks:01ARZ...\".");
    }
    return table;
  }

  /** Most documents that a transaction writes. */
  double mostWritten() {
    return mostWritten;
  }

  Docs docs() {
    return docs;
  }

  DocumentStore store() {
    return store;
  }

  Queries queries() {
    return queries;
  }

  DocumentWriter writer() {
    return writer;
  }
}
