package dev.zeroback.core.subscription;

import dev.zeroback.core.port.Docs;
import dev.zeroback.core.port.TextMap;

/** What makes one list of documents of another: docs/wire-protocol.md has the form. */
final class ListPatch {
  private ListPatch() {}

  /** The places of the documents from one place to another, by id. */
  static TextMap<Integer> places(String[] ids, int from, int to) {
    TextMap<Integer> places = new TextMap<>();
    for (int i = from; i < to; i++) {
      places.put(ids[i], i);
    }
    return places;
  }

  /**
   * The patch that puts documents in place of those from {@code first} to {@code last}, without the
   * brace that ends it.
   *
   * @param ids of the list before
   * @param texts of the list before
   * @param newIds of the documents
   * @param newTexts of the documents
   */
  static String of(
      String[] ids,
      String[] texts,
      String[] newIds,
      String[] newTexts,
      int first,
      int last,
      Docs docs) {
    int start = 0;
    int end = newIds.length;
    int oldEnd = last;
    while (start < end && first + start < oldEnd && newIds[start].equals(ids[first + start])) {
      start++;
    }
    while (end > start && oldEnd > first + start && newIds[end - 1].equals(ids[oldEnd - 1])) {
      end--;
      oldEnd--;
    }
    // From start to end documents have come, gone or moved; the others are where they were.
    TextMap<Integer> places = places(ids, first + start, oldEnd);
    int[] olds = new int[newIds.length];
    for (int i = 0; i < olds.length; i++) {
      if (i < start || i >= end) {
        olds[i] = i < start ? first + i : i - end + oldEnd;
      } else {
        Integer place = places.get(newIds[i]);
        olds[i] = place == null ? -1 : place;
      }
    }
    boolean[] kept = new boolean[last];
    keepInOrder(olds, kept);
    String remove = "";
    for (int i = first + start; i < oldEnd; i++) {
      if (!kept[i]) {
        remove = append(remove, docs.stringify(docs.of(ids[i])));
      }
    }
    String put = "";
    String joined = "";
    String at = "";
    for (int i = 0; i < olds.length; i++) {
      if (olds[i] < 0) {
        joined = append(joined, newTexts[i]);
        at = append(at, docs.number(first + i));
      } else if (!newTexts[i].equals(texts[olds[i]])) {
        put = append(put, newTexts[i]);
      }
    }
    return "{\"remove\":["
        .concat(remove)
        .concat("],\"put\":[")
        .concat(joined.isEmpty() ? put : append(put, joined))
        .concat(at.isEmpty() ? "]" : "],\"at\":[".concat(at).concat("]"));
  }

  /**
   * Marks the documents that can stay in place, in ascending order of their old places. One that
   * jumps ahead of the next gives way to it. The others get the old place -1.
   */
  private static void keepInOrder(int[] olds, boolean[] kept) {
    int[] next = new int[olds.length];
    int following = Integer.MAX_VALUE;
    for (int i = olds.length - 1; i >= 0; i--) {
      next[i] = following;
      following = olds[i] < 0 ? following : olds[i];
    }
    int last = -1;
    for (int i = 0; i < olds.length; i++) {
      if (olds[i] > last && (olds[i] < next[i] || next[i] <= last)) {
        last = olds[i];
        kept[last] = true;
      } else {
        olds[i] = -1;
      }
    }
  }

  private static String append(String list, String item) {
    return list.isEmpty() ? item : list.concat(",").concat(item);
  }
}
