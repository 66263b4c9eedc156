package dev.zeroback.core.transaction;

import dev.zeroback.core.query.Pending;
import dev.zeroback.core.readset.Change;
import dev.zeroback.core.readset.Version;
import dev.zeroback.core.readset.WriteSet;
import java.util.ArrayList;
import java.util.Arrays;

/** The pending writes of one table, in row id order. */
final class PendingTable implements Pending {
  private final int ordinal;
  private PendingWrite[] writes = new PendingWrite[4];
  private int size;

  PendingTable(int ordinal) {
    this.ordinal = ordinal;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public double rid(int position) {
    return writes[position].rid;
  }

  @Override
  public Version before(int position) {
    return writes[position].before;
  }

  @Override
  public Version after(int position) {
    return writes[position].after;
  }

  @Override
  public WriteSet changes() {
    ArrayList<Change> changes = new ArrayList<>();
    addChangesTo(changes);
    return new WriteSet(changes.toArray(new Change[0]));
  }

  /** Documents that end as they began are left out. */
  void addChangesTo(ArrayList<Change> changes) {
    for (int i = 0; i < size; i++) {
      Version before = before(i);
      Version after = after(i);
      if (before == null ? after != null : after == null || !before.text.equals(after.text)) {
        changes.add(new Change(ordinal, rid(i), before, after));
      }
    }
  }

  /** The write of row {@code rid}; {@code null} if the transaction did not write it. */
  PendingWrite find(double rid) {
    int position = lowerBound(rid);
    return position < size && writes[position].rid == rid ? writes[position] : null;
  }

  void add(PendingWrite write) {
    int position = lowerBound(write.rid);
    if (size == writes.length) {
      writes = Arrays.copyOf(writes, size * 2);
    }
    System.arraycopy(writes, position, writes, position + 1, size - position);
    writes[position] = write;
    size++;
  }

  void remove(PendingWrite write) {
    int position = lowerBound(write.rid);
    System.arraycopy(writes, position + 1, writes, position, size - position - 1);
    writes[--size] = null;
  }

  /**
   * Position of the first write whose row id is at least {@code rid}. New documents are appended.
   */
  private int lowerBound(double rid) {
    int low = 0;
    int high = size;
    if (size > 0 && writes[size - 1].rid < rid) {
      return size;
    }
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (writes[middle].rid < rid) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
