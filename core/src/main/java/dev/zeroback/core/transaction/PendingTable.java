package dev.zeroback.core.transaction;

import dev.zeroback.core.query.Pending;
import dev.zeroback.core.readset.Change;
import dev.zeroback.core.readset.Version;
import dev.zeroback.core.readset.WriteSet;
import java.util.ArrayList;

/** The pending writes of one table, in row id order. */
final class PendingTable implements Pending {
  private final int ordinal;
  private final ArrayList<PendingWrite> writes = new ArrayList<>();

  PendingTable(int ordinal) {
    this.ordinal = ordinal;
  }

  @Override
  public int size() {
    return writes.size();
  }

  @Override
  public double rid(int position) {
    return writes.get(position).rid;
  }

  @Override
  public Version before(int position) {
    return writes.get(position).before;
  }

  @Override
  public Version after(int position) {
    return writes.get(position).after;
  }

  @Override
  public WriteSet changes() {
    ArrayList<Change> changes = new ArrayList<>();
    addChangesTo(changes);
    return new WriteSet(changes.toArray(new Change[0]));
  }

  /** Documents that end as they began are left out. */
  void addChangesTo(ArrayList<Change> changes) {
    for (int i = 0; i < writes.size(); i++) {
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
    return position < writes.size() && writes.get(position).rid == rid
        ? writes.get(position)
        : null;
  }

  void add(PendingWrite write) {
    writes.add(lowerBound(write.rid), write);
  }

  void remove(PendingWrite write) {
    writes.remove(lowerBound(write.rid));
  }

  /**
   * Position of the first write whose row id is at least {@code rid}. New documents are appended.
   */
  private int lowerBound(double rid) {
    int low = 0;
    int high = writes.size();
    if (high > 0 && writes.get(high - 1).rid < rid) {
      return high;
    }
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (writes.get(middle).rid < rid) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
