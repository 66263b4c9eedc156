package dev.zeroback.core.subscription;

import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.Docs;
import java.util.HashMap;

/**
 * A result that is an array of documents with distinct {@code _id}s, as the JSON text of each; two
 * of them can be told apart document by document. The form of a patch is in docs/wire-protocol.md.
 *
 * <p>A list that follows another one costs little for the documents that both have: they are
 * compared with copies, and not written again. See ADR 0014.
 */
public final class DocumentList {
  /** Smaller results are cheaper to send than to compare. */
  private static final int MIN_CHARS = 256;

  private final String[] ids;
  private final String[] texts;

  /**
   * What {@link #texts} say, of which nobody else has a handle. {@code null} in a list that follows
   * no other: most are never followed by one.
   */
  private final Doc[] copies;

  /** The whole as JSON text. */
  public final String text;

  private DocumentList(String[] ids, Doc result, DocumentList before, Docs docs) {
    this.ids = ids;
    texts = new String[ids.length];
    copies = before == null ? null : new Doc[ids.length];
    HashMap<String, Integer> places = null;
    String whole = "[";
    int next = 0;
    for (int i = 0; i < ids.length; i++) {
      int place = -1;
      if (before != null) {
        if (next < before.ids.length && ids[i].equals(before.ids[next])) {
          place = next;
        } else {
          places = places == null ? before.places(0, before.ids.length) : places;
          Integer found = places.get(ids[i]);
          place = found == null ? -1 : found;
        }
        next = place < 0 ? next : place + 1;
      }
      take(i, result.at(i), before, place, docs);
      whole = (i == 0 ? whole : whole.concat(",")).concat(texts[i]);
    }
    text = whole.concat("]");
  }

  /** Sets the parts of one document from its place in the list before, if it can, else anew. */
  private void take(int i, Doc document, DocumentList before, int place, Docs docs) {
    if (place >= 0 && before.copies != null && docs.surelyEqual(document, before.copies[place])) {
      texts[i] = before.texts[place];
      copies[i] = before.copies[place];
      return;
    }
    texts[i] = docs.stringify(document);
    if (copies != null) {
      copies[i] = docs.parse(texts[i]);
    }
  }

  /**
   * {@code result} as a list of documents; {@code null} when it is something else.
   *
   * @param before the list that this one follows; {@code null} if there is none
   * @throws Docs.NotJson when a part of it cannot be sent
   */
  public static DocumentList of(Doc result, DocumentList before, Docs docs) {
    int size = result.kind() == Doc.ARRAY ? result.size() : 0;
    String[] ids = new String[size];
    HashMap<String, String> known = null;
    for (int i = 0; i < size; i++) {
      Doc document = result.at(i);
      Doc id = document.kind() == Doc.OBJECT ? document.field("_id") : docs.absent();
      if (id.kind() != Doc.STRING) {
        return null;
      }
      ids[i] = id.string();
      if (known == null && i > 0 && ids[i - 1].compareTo(ids[i]) >= 0) {
        // Ids out of order may repeat.
        known = new HashMap<>();
        for (int j = 0; j < i; j++) {
          known.put(ids[j], ids[j]);
        }
      }
      if (known != null && known.put(ids[i], ids[i]) != null) {
        return null;
      }
    }
    return size == 0 ? null : new DocumentList(ids, result, before, docs);
  }

  /** The places of the documents from one place to another, by id. */
  private HashMap<String, Integer> places(int from, int to) {
    HashMap<String, Integer> places = new HashMap<>();
    for (int i = from; i < to; i++) {
      places.put(ids[i], i);
    }
    return places;
  }

  /** The patch that makes this list of {@code before}; {@code null} when the whole is no larger. */
  public String patchOf(DocumentList before, Docs docs) {
    if (text.length() < MIN_CHARS) {
      return null;
    }
    int start = 0;
    int end = ids.length;
    int oldEnd = before.ids.length;
    while (start < end && start < oldEnd && ids[start].equals(before.ids[start])) {
      start++;
    }
    while (end > start && oldEnd > start && ids[end - 1].equals(before.ids[oldEnd - 1])) {
      end--;
      oldEnd--;
    }
    // From start to end documents have come, gone or moved; the others are where they were.
    HashMap<String, Integer> places = before.places(start, oldEnd);
    int[] olds = new int[ids.length];
    for (int i = 0; i < olds.length; i++) {
      if (i < start || i >= end) {
        olds[i] = i < start ? i : i - end + oldEnd;
      } else {
        Integer place = places.get(ids[i]);
        olds[i] = place == null ? -1 : place;
      }
    }
    boolean[] kept = new boolean[before.ids.length];
    keepInOrder(olds, kept);
    String remove = "";
    for (int i = start; i < oldEnd; i++) {
      if (!kept[i]) {
        remove = append(remove, docs.stringify(docs.of(before.ids[i])));
      }
    }
    String put = "";
    String joined = "";
    String at = "";
    for (int i = 0; i < olds.length; i++) {
      if (olds[i] < 0) {
        joined = append(joined, texts[i]);
        at = append(at, docs.stringify(docs.of((double) i)));
      } else if (!texts[i].equals(before.texts[olds[i]])) {
        put = append(put, texts[i]);
      }
    }
    String patch =
        "{\"remove\":["
            .concat(remove)
            .concat("],\"put\":[")
            .concat(joined.isEmpty() ? put : append(put, joined))
            .concat(at.isEmpty() ? "]}" : "],\"at\":[".concat(at).concat("]}"));
    return patch.length() < text.length() ? patch : null;
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
