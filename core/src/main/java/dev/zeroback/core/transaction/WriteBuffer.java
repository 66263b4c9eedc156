package dev.zeroback.core.transaction;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.query.Pending;
import dev.zeroback.core.query.PendingWrites;
import dev.zeroback.core.readset.Change;
import dev.zeroback.core.readset.Version;
import dev.zeroback.core.readset.WriteSet;
import dev.zeroback.core.schema.Table;
import java.util.ArrayList;

/**
 * A transaction's writes, held back until it commits; a nested mutation can be undone to a
 * savepoint. Of a document that is written again and again one step is kept in an epoch, which
 * lasts from one savepoint or undoing to the next.
 */
final class WriteBuffer implements PendingWrites {
  /**
   * One step to undo: {@code write} had {@code after} before it, or was not yet in {@code added}.
   *
   * @param added {@code null} when the write existed
   */
  private record Step(PendingTable added, PendingWrite write, Version after) {}

  private final PendingTable[] tables;
  private final ArrayList<Step> steps = new ArrayList<>();

  /** How many rows may be written, and how many are. */
  private final double most;

  private int size;

  private int epoch = 1;

  WriteBuffer(int tableCount, double most) {
    this.most = most;
    tables = new PendingTable[tableCount];
  }

  @Override
  public Pending of(Table table) {
    return tables[table.ordinal()];
  }

  /** The pending write of a row; {@code null} if there is none. */
  PendingWrite find(Table table, double rid) {
    PendingTable pending = tables[table.ordinal()];
    return pending == null ? null : pending.find(rid);
  }

  /**
   * Records that row {@code rid} becomes {@code after}.
   *
   * @param before the committed version, {@code null} if there is none; kept from the first write
   *     of the row
   * @param after {@code null} deletes
   * @throws ZerobackException {@link ErrorCode#TOO_LARGE} when so many rows may not be written
   */
  void put(Table table, double rid, Version before, Version after) {
    PendingTable pending = tables[table.ordinal()];
    if (pending == null) {
      pending = new PendingTable(table.ordinal());
      tables[table.ordinal()] = pending;
    }
    PendingWrite write = pending.find(rid);
    PendingTable added = null;
    if (write == null) {
      if (size >= most) {
        throw new ZerobackException(
            ErrorCode.TOO_LARGE,
            "More documents are written than limits.documentsWritten allows; write them in several"
                + " mutations, or raise the limit.");
      }
      size++;
      write = new PendingWrite(rid, before, after);
      pending.add(write);
      added = pending;
    }
    if (write.epoch != epoch) {
      write.epoch = epoch;
      steps.add(new Step(added, write, write.after));
    }
    write.after = after;
  }

  /** A mark to which {@link #rollBackTo} can return. */
  int savepoint() {
    epoch++;
    return steps.size();
  }

  void rollBackTo(int savepoint) {
    epoch++;
    while (steps.size() > savepoint) {
      Step step = steps.remove(steps.size() - 1);
      if (step.added() == null) {
        step.write().after = step.after();
      } else {
        step.added().remove(step.write());
        size--;
      }
    }
  }

  boolean isEmpty() {
    return steps.isEmpty();
  }

  /** What committing would change. */
  WriteSet changes() {
    ArrayList<Change> changes = new ArrayList<>();
    for (PendingTable pending : tables) {
      if (pending != null) {
        pending.addChangesTo(changes);
      }
    }
    return new WriteSet(changes.toArray(new Change[0]));
  }
}
