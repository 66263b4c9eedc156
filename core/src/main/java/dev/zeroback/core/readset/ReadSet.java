package dev.zeroback.core.readset;

import java.util.Arrays;

/** Everything that one run has read so far. */
public final class ReadSet {
  private Read[] reads = new Read[4];
  private int size;
  private double documents;

  public void add(Read read) {
    if (size == reads.length) {
      reads = Arrays.copyOf(reads, size * 2);
    }
    reads[size++] = read;
  }

  /** How many documents were read so far. */
  public double documents() {
    return documents;
  }

  /** Counts documents that were read; returns how many they are by now. */
  public double count(double more) {
    documents += more;
    return documents;
  }

  public int size() {
    return size;
  }

  public Read get(int position) {
    return reads[position];
  }

  public void set(int position, Read read) {
    reads[position] = read;
  }

  /** Whether one of these reads covers every position that {@code read} does. */
  public boolean covers(Read read) {
    for (int i = 0; i < size; i++) {
      if (reads[i].table == read.table
          && (reads[i].range == KeyRange.ALL
              || reads[i].index == read.index && reads[i].range.covers(read.range))) {
        return true;
      }
    }
    return false;
  }

  /** Whether {@code other} has read the same ranges in the same order, filters aside. */
  public boolean sameRanges(ReadSet other) {
    boolean same = size == other.size;
    for (int i = 0; same && i < size; i++) {
      Read left = reads[i];
      Read right = other.reads[i];
      same =
          left.table == right.table
              && left.index == right.index
              && left.range.covers(right.range)
              && right.range.covers(left.range);
    }
    return same;
  }

  /** Whether any of these reads has a filter. */
  public boolean isFiltered() {
    for (int i = 0; i < size; i++) {
      if (reads[i].filter != null) {
        return true;
      }
    }
    return false;
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
