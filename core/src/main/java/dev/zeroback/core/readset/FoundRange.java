package dev.zeroback.core.readset;

import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.Docs;

/**
 * All documents of a range that a live query has read, in order: kept for its next run, and brought
 * up to date by each commit until then. See ADR 0015.
 */
public final class FoundRange {
  /** The order of the range's index, ascending. */
  public interface Order {
    /** Compares a document with a sort key and a row id; only the sign has a meaning. */
    int compare(Doc document, String key, double rid);
  }

  /** An array of which user code has no handle. */
  public final Doc documents;

  public final boolean descending;
  private final Order order;
  private final Docs docs;
  private int chars;

  /**
   * @param chars length of the documents' JSON text
   */
  public FoundRange(Doc documents, boolean descending, int chars, Order order, Docs docs) {
    this.documents = documents;
    this.descending = descending;
    this.chars = chars;
    this.order = order;
    this.docs = docs;
  }

  /** Length of the documents' JSON text, about. */
  int chars() {
    return chars;
  }

  /** Puts a version at its place, where another one of the document may be. */
  void put(Version version, String key) {
    int place = place(key, version.rid);
    boolean isThere = isAt(place, key, version.rid);
    docs.putAt(documents, place, isThere ? 1 : 0, version.document());
    chars += isThere ? 0 : version.text.length();
  }

  /** Takes a version out, if it is there. */
  void remove(Version version, String key) {
    int place = place(key, version.rid);
    if (isAt(place, key, version.rid)) {
      docs.putAt(documents, place, 1, docs.absent());
      chars -= version.text.length();
    }
  }

  private boolean isAt(int place, String key, double rid) {
    return place < documents.size() && order.compare(documents.at(place), key, rid) == 0;
  }

  /** The place of the first document that does not come before that key and row id. */
  private int place(String key, double rid) {
    int low = 0;
    int high = documents.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      int compared = order.compare(documents.at(middle), key, rid);
      if (descending ? compared > 0 : compared < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
