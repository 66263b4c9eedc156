package dev.zeroback.core.transaction;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.readset.KeyRange;
import dev.zeroback.core.readset.Read;
import dev.zeroback.core.readset.ReadSet;
import dev.zeroback.core.readset.Version;
import dev.zeroback.core.schema.Table;
import dev.zeroback.core.value.DocumentId;

/**
 * One run's view of the data: a snapshot that includes its own writes.
 *
 * <p>Before each operation the read set is checked against the commits since {@link #ts()}. If none
 * overlaps, the earlier reads would have the same answers now, so the snapshot moves to now. If one
 * does, the transaction is lost: every later operation fails, and the run has to start again
 * whatever its handler makes of the error.
 */
public final class Transaction {
  private final Transactions owner;
  private final ReadSet reads = new ReadSet();
  private final WriteBuffer writes;
  private double ts;
  private boolean lost;

  /**
   * The row that was read last by id, and its version: handlers read a document and then write it.
   * It stays what is committed for as long as the transaction is not lost.
   */
  private Table lastTable;

  private double lastRid;
  private Version lastVersion;

  Transaction(Transactions owner, double ts, int tableCount) {
    this.owner = owner;
    this.ts = ts;
    this.writes = new WriteBuffer(tableCount, owner.mostWritten());
  }

  /** Commit timestamp of the snapshot. */
  public double ts() {
    return ts;
  }

  public ReadSet reads() {
    return reads;
  }

  WriteBuffer writes() {
    return writes;
  }

  /** Moves the snapshot to now; {@code false} when what was read has changed since. */
  public boolean advance() {
    double newest = owner.newestTs();
    if (!lost && ts < newest) {
      lost = !owner.stillHolds(reads, ts);
      ts = newest;
    }
    return !lost;
  }

  /** Returns the document, or an absent handle. */
  public Doc get(DocumentId id) {
    return get(owner.tableOf(id), id);
  }

  /** Returns the document of a table, which may be a system table, or an absent handle. */
  public Doc get(Table table, DocumentId id) {
    advanceOrFail();
    Version version = find(table, id);
    return version == null ? owner.docs().nullValue() : owner.docs().copy(version.document());
  }

  /** Runs the query that {@code description} describes. */
  public Doc query(Doc description) {
    advanceOrFail();
    return owner.queries().run(description, writes, reads);
  }

  /** Inserts a document and returns its id. */
  public String insert(Table table, Doc fields) {
    advanceOrFail();
    DocumentId id = owner.mintId(table);
    writes.put(table, id.rid(), null, owner.writer().whole(table, id, fields));
    return id.text();
  }

  /** Sets the given fields of a document; a field given as absent is removed. */
  public void patch(DocumentId id, Doc fields) {
    patch(owner.tableOf(id), id, fields);
  }

  /** As {@link #patch(DocumentId, Doc)}, of a table that may be a system table. */
  public void patch(Table table, DocumentId id, Doc fields) {
    advanceOrFail();
    Version current = require(table, id);
    write(table, id, current, owner.writer().patched(table, id, current, fields));
  }

  /** Replaces all fields of a document except the system fields. */
  public void replace(DocumentId id, Doc fields) {
    advanceOrFail();
    Table table = owner.tableOf(id);
    write(table, id, require(table, id), owner.writer().whole(table, id, fields));
  }

  public void delete(DocumentId id) {
    delete(owner.tableOf(id), id);
  }

  /** As {@link #delete(DocumentId)}, of a table that may be a system table. */
  public void delete(Table table, DocumentId id) {
    advanceOrFail();
    write(table, id, require(table, id), null);
  }

  /** Whether committing this transaction would change what {@code other} has read. */
  public boolean disturbs(Transaction other) {
    return other.reads.overlaps(writes.changes());
  }

  /** A mark for {@link #rollBackTo}: the beginning of a nested mutation. */
  public int savepoint() {
    return writes.savepoint();
  }

  /** Undoes the writes since {@code savepoint}. What was read stays read. */
  public void rollBackTo(int savepoint) {
    writes.rollBackTo(savepoint);
  }

  private void write(Table table, DocumentId id, Version current, Version after) {
    PendingWrite pending = writes.find(table, id.rid());
    writes.put(table, id.rid(), pending == null ? current : pending.before, after);
  }

  private Version require(Table table, DocumentId id) {
    Version version = find(table, id);
    if (version == null) {
      throw new ZerobackException(
          ErrorCode.NOT_FOUND,
          "Document " + id.text() + " does not exist; it may have been deleted.");
    }
    return version;
  }

  private Version find(Table table, DocumentId id) {
    PendingWrite pending = writes.find(table, id.rid());
    Version version = pending != null ? pending.after : committed(table, id);
    return version != null && version.hasId(id.text()) ? version : null;
  }

  private Version committed(Table table, DocumentId id) {
    double rid = id.rid();
    if (table != lastTable || rid != lastRid) {
      owner.queries().countRead(reads, 1);
      reads.add(new Read(table.ordinal(), -1, KeyRange.ofRow(rid), null));
      lastVersion = owner.store().get(table, id);
      lastTable = table;
      lastRid = rid;
    }
    return lastVersion;
  }

  private void advanceOrFail() {
    if (!advance()) {
      throw new ZerobackException(
          ErrorCode.CONFLICT, "Another mutation changed what this one had read; it starts again.");
    }
  }
}
