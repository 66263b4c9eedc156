package dev.zeroback.core.query;

import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.Docs;
import dev.zeroback.core.readset.KeyRange;
import dev.zeroback.core.readset.Version;
import dev.zeroback.core.value.Keys;

/** The documents that a live query has found with one read, in the query's order. */
final class FoundDocuments extends Kept {
  private final Keys keys;
  private final Docs docs;

  /** An array of which user code has no handle. */
  private final Doc documents;

  /** Whether no other document passes; else these are as many of the first as the limit allows. */
  private boolean complete;

  private int chars;

  /**
   * @param documents all that the query has found; nobody else may change the array
   * @param chars length of their JSON text
   */
  FoundDocuments(String description, Query query, Doc documents, int chars, Keys keys, Docs docs) {
    super(description, query);
    this.documents = documents;
    this.chars = chars;
    this.keys = keys;
    this.docs = docs;
    this.complete = !isFull();
  }

  @Override
  Doc found() {
    return docs.copy(documents);
  }

  @Override
  KeyRange consumed() {
    KeyRange consumed = query.consumed(documents, keys);
    // Nothing tells of what comes behind the part that was consumed.
    complete &= consumed == query.range();
    return consumed;
  }

  @Override
  protected boolean follow(Version before, Version after) {
    if (before != null && after != null && query.compare(before, after) == 0) {
      if (!docs.replace(documents, after.document())) {
        return !complete;
      }
      grow(after.text.length() - before.text.length());
      return true;
    }
    if (before != null) {
      remove(before);
    }
    if (after != null) {
      put(after);
    }
    return (after == null || query.orders(after)) && (complete || isFull());
  }

  @Override
  protected int keptChars() {
    return chars;
  }

  private boolean isFull() {
    return query.limit() >= 0 && documents.size() >= query.limit();
  }

  private void remove(Version version) {
    int place = place(version);
    if (isAt(place, version)) {
      docs.putAt(documents, place, 1, docs.absent());
      grow(-version.text.length());
    }
  }

  private void put(Version version) {
    int place = place(version);
    if (!complete && place == documents.size()) {
      // Others may come before it that are not known.
      return;
    }
    docs.putAt(documents, place, 0, version.document());
    grow(version.text.length());
    int size = documents.size();
    if (query.limit() >= 0 && size > query.limit()) {
      docs.putAt(documents, size - 1, 1, docs.absent());
      grow(-chars / size);
      complete = false;
    }
  }

  /** Of documents that the limit has pushed out, only the mean length is known. */
  private void grow(int by) {
    chars = Math.max(0, chars + by);
  }

  private boolean isAt(int place, Version version) {
    return place < documents.size() && query.compare(version, documents.at(place), keys) == 0;
  }

  /** The place of the first document that does not come before {@code version}. */
  private int place(Version version) {
    int low = 0;
    int high = documents.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (query.compare(version, documents.at(middle), keys) > 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
