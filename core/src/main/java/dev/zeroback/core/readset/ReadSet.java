package dev.zeroback.core.readset;

import java.util.Arrays;

/** Everything that one run has read so far. */
public final class ReadSet {
  private Read[] reads = new Read[1];
  private int size;
  private double documents;

  /** Where a run that follows begins to look for what it asks. */
  private int next;

  /** What the last run of the same live query has read; {@code null} if that is of no use. */
  private ReadSet former;

  public void follow(ReadSet lastRun) {
    former = lastRun;
  }

  /** Whether a next run may have use for what is found. */
  public boolean isFollowing() {
    return former != null;
  }

  /** What the last run has found for that description; {@code null} when it is not kept. */
  public Found foundBefore(String description) {
    for (int i = 0; i < former.size; i++) {
      Found found = former.reads[former.next].found;
      // A run most often asks in the order of the run before.
      former.next = (former.next + 1) % former.size;
      if (found != null && found.isOf(description)) {
        return found;
      }
    }
    return null;
  }

  /** Length of the JSON text of all that is kept. */
  public int foundChars() {
    int chars = 0;
    for (int i = 0; i < size; i++) {
      chars += reads[i].found == null ? 0 : reads[i].found.chars();
    }
    return chars;
  }

  /** Keeps what {@code other} has found in the same ranges; {@code null} for nothing. */
  public void keepFound(ReadSet other) {
    for (int i = 0; i < size; i++) {
      reads[i].found = other == null ? null : other.reads[i].found;
    }
  }

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
          && reads[i].relevance == null
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
      same = reads[i].isOf(other.reads[i]);
    }
    return same;
  }

  /**
   * Whether {@code other}, which has read the same ranges, has read them by the same filters, and
   * the same changes matter to it.
   */
  @SuppressWarnings("ReferenceEquality") // of another run's, nothing tells whether they are equal
  public boolean sameFilters(ReadSet other) {
    boolean same = true;
    for (int i = 0; same && i < size; i++) {
      same =
          reads[i].filter == other.reads[i].filter
              && reads[i].relevance == other.reads[i].relevance;
    }
    return same;
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
