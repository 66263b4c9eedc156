package dev.zeroback.core.readset;

import java.util.Arrays;

/** Everything that one run has read so far. */
public final class ReadSet {
  private Read[] reads = new Read[4];
  private int size;

  public void add(Read read) {
    if (size == reads.length) {
      reads = Arrays.copyOf(reads, size * 2);
    }
    reads[size++] = read;
  }

  public int size() {
    return size;
  }

  public Read get(int position) {
    return reads[position];
  }

  /** Whether any of {@code writes} may alter any of these reads. */
  public boolean overlaps(WriteSet writes) {
    for (int i = 0; i < writes.size(); i++) {
      Change change = writes.get(i);
      for (int j = 0; j < size; j++) {
        if (reads[j].overlaps(change)) {
          return true;
        }
      }
    }
    return false;
  }
}
