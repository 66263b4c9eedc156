package dev.zeroback.core.readset;

/**
 * A half-open interval {@code [start, end)} of positions in one index.
 *
 * <p>A position is a sort key and, among equal keys, a row id. Row ids are positive whole numbers,
 * so that (key, 0) is before every row of that key and (key, rid + 1) is right after row rid. The
 * row id index has the empty key throughout. No sort key reaches {@link #END_KEY}.
 */
public final class KeyRange {
  /** Greater than every sort key. */
  public static final String END_KEY = "~";

  /** Everything in an index. */
  public static final KeyRange ALL = new KeyRange("", 0, END_KEY, 0);

  public final String startKey;
  public final double startRid;
  public final String endKey;
  public final double endRid;

  public KeyRange(String startKey, double startRid, String endKey, double endRid) {
    this.startKey = startKey;
    this.startRid = startRid;
    this.endKey = endKey;
    this.endRid = endRid;
  }

  /** All rows whose key is in {@code [startKey, endKey)}. */
  public static KeyRange ofKeys(String startKey, String endKey) {
    return new KeyRange(startKey, 0, endKey, 0);
  }

  /** The one row {@code rid} of the row id index. */
  public static KeyRange ofRow(double rid) {
    return new KeyRange("", rid, "", rid + 1);
  }

  /** Rows {@code [startRid, endRid)} of the row id index. */
  public static KeyRange ofRows(double startRid, double endRid) {
    return new KeyRange("", startRid, "", endRid);
  }

  /** Compares positions: by key, then by row id. */
  public static int compare(String keyA, double ridA, String keyB, double ridB) {
    int byKey = keyA.compareTo(keyB);
    return byKey != 0 ? byKey : Double.compare(ridA, ridB);
  }

  public boolean contains(String key, double rid) {
    return compare(startKey, startRid, key, rid) <= 0 && compare(key, rid, endKey, endRid) < 0;
  }

  /** Whether every position of {@code other} is in this range. */
  public boolean covers(KeyRange other) {
    return compare(startKey, startRid, other.startKey, other.startRid) <= 0
        && compare(other.endKey, other.endRid, endKey, endRid) <= 0;
  }

  /** The smallest range that covers both. */
  public KeyRange hull(KeyRange other) {
    KeyRange first =
        compare(startKey, startRid, other.startKey, other.startRid) <= 0 ? this : other;
    KeyRange last = compare(endKey, endRid, other.endKey, other.endRid) >= 0 ? this : other;
    return first == last
        ? first
        : new KeyRange(first.startKey, first.startRid, last.endKey, last.endRid);
  }

  public boolean isEmpty() {
    return compare(startKey, startRid, endKey, endRid) >= 0;
  }

  /** This range, ending with the row at (key, rid): what an ascending read has consumed. */
  public KeyRange endingWith(String key, double rid) {
    return new KeyRange(startKey, startRid, key, rid + 1);
  }

  /** This range, beginning with the row at (key, rid): what a descending read has consumed. */
  public KeyRange beginningWith(String key, double rid) {
    return new KeyRange(key, rid, endKey, endRid);
  }

  /** The part of this range that lies after the row at (key, rid). */
  public KeyRange beginningAfter(String key, double rid) {
    return compare(startKey, startRid, key, rid) > 0
        ? this
        : new KeyRange(key, rid + 1, endKey, endRid);
  }

  /** The part of this range that lies before the row at (key, rid). */
  public KeyRange endingBefore(String key, double rid) {
    return compare(key, rid, endKey, endRid) >= 0
        ? this
        : new KeyRange(startKey, startRid, key, rid);
  }

  @Override
  public String toString() {
    return "[(" + startKey + ", " + startRid + "), (" + endKey + ", " + endRid + "))";
  }
}
