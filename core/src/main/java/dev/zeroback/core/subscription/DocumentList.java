package dev.zeroback.core.subscription;

import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.Docs;
import dev.zeroback.core.port.Natives;
import dev.zeroback.core.port.TextMap;

/**
 * A result that is an array of documents with distinct {@code _id}s, or a page of them, as the JSON
 * text of each. One that follows another says what has changed: the form of a patch is in
 * docs/wire-protocol.md.
 *
 * <p>A list that follows another one costs little for the documents that both have in place: they
 * are compared with copies, and neither written nor hashed again. See ADR 0014.
 */
public final class DocumentList {
  /** Smaller results are cheaper to send than to compare. */
  private static final int MIN_CHARS = 256;

  /**
   * A list of so many documents is long. Writing documents one by one costs up to half more than
   * writing them together, so a shorter one is taken apart only when it changes for who takes
   * patches.
   */
  private static final int LONG = 256;

  /** The documents of a long list are hashed in blocks of so many on an average. */
  private static final int BLOCK = 16;

  private static final String PAGE = "page";

  /** An object without members. */
  private static final String NOTHING = "{}";

  /** How the text of a page begins. */
  private static final String PAGE_START = "{\"page\":";

  /** The other members of a page, which come after it, as an object; {@code null} in an array. */
  private final String rest;

  private final String[] ids;
  private final String[] texts;

  /**
   * At the last document of a block, the hash of the block's texts; {@code null} where it is not
   * known. The ids say where blocks end, so that a document that comes or goes leaves other blocks
   * as they are.
   */
  private final String[] hashes;

  /**
   * What {@link #texts} say, to compare with. {@code null} in a list that follows no other: most
   * are never followed by one.
   */
  private final Doc copies;

  private final String patch;

  /** 0 and {@code null} until somebody asks. */
  private int chars;

  private String text;

  private DocumentList(
      String rest, String[] ids, String[] texts, String[] hashes, Doc copies, String patch) {
    this.rest = rest;
    this.ids = ids;
    this.texts = texts;
    this.hashes = hashes;
    this.copies = copies;
    this.patch = patch;
  }

  /** Whether {@code text} may be that of a list of documents. */
  static boolean mayBe(String text) {
    return text.startsWith("[{") || text.startsWith(PAGE_START.concat("[{"));
  }

  /** Whether {@code result}, if it is a list of documents at all, is a long one. */
  public static boolean mayBeLong(Doc result) {
    return result.kind() == Doc.ARRAY && result.size() >= LONG;
  }

  /**
   * {@code result} as a list of documents; {@code null} when it is something else.
   *
   * @param before the list that this one follows and whose parts it takes over, so that it is of no
   *     use any more; {@code null} if there is none
   * @throws Docs.NotJson when a part of the result cannot be sent
   */
  public static DocumentList of(Doc result, DocumentList before, Docs docs) {
    boolean isPage =
        result.kind() == Doc.OBJECT && result.size() > 1 && result.keyAt(0).equals(PAGE);
    return isPage
        ? of(result.field(PAGE), restOf(result, docs), before, docs)
        : of(result, null, before, docs);
  }

  /** The members of a page that follow the documents, as a JSON object. */
  private static String restOf(Doc page, Docs docs) {
    Docs.ObjectBuilder rest = docs.object();
    for (int i = 1; i < page.size(); i++) {
      rest.set(page.keyAt(i), page.field(page.keyAt(i)));
    }
    return docs.stringify(rest.build());
  }

  private static DocumentList of(Doc result, String rest, DocumentList former, Docs docs) {
    int size = result.kind() == Doc.ARRAY ? result.size() : 0;
    if (size == 0 || NOTHING.equals(rest)) {
      return null;
    }
    DocumentList before = former == null || (former.rest == null) != (rest == null) ? null : former;
    boolean sameRest = rest == null || before != null && rest.equals(before.rest);
    Doc known = before == null ? null : before.copies;
    int start = known == null ? 0 : docs.commonStart(result, known);
    if (known != null && start == size && size == before.ids.length && sameRest) {
      return before;
    }
    int atEnd = known == null ? 0 : docs.commonEnd(result, known, start);
    String[] ids = idsOf(result, start, size - atEnd, docs);
    if (ids == null) {
      return null;
    }
    if (before != null) {
      return before.followedBy(result, rest, ids, start, before.ids.length - atEnd, docs);
    }
    if (!areDistinct(ids)) {
      return null;
    }
    String[] texts = new String[size];
    for (int i = 0; i < size; i++) {
      texts[i] = docs.stringify(result.at(i));
    }
    return new DocumentList(rest, ids, texts, new String[size], null, null);
  }

  /** The ids of elements; {@code null} when one is no document. */
  private static String[] idsOf(Doc result, int from, int to, Docs docs) {
    String[] ids = new String[to - from];
    for (int i = from; i < to; i++) {
      Doc document = result.at(i);
      Doc id = document.kind() == Doc.OBJECT ? document.field("_id") : docs.absent();
      if (id.kind() != Doc.STRING) {
        return null;
      }
      ids[i - from] = id.string();
    }
    return ids;
  }

  /**
   * {@code result}, in which documents with {@code newIds} stand in place of those from {@code
   * start} to {@code end}, and all others are the same.
   */
  private DocumentList followedBy(
      Doc result, String newRest, String[] newIds, int start, int end, Docs docs) {
    boolean inPlace = newIds.length == end - start;
    for (int i = 0; inPlace && i < newIds.length; i++) {
      inPlace = newIds[i].equals(ids[start + i]);
    }
    String[] nextIds = inPlace ? ids : spliced(ids, start, end, newIds);
    if (!inPlace && !areDistinct(nextIds)) {
      return null;
    }
    // One that has moved may be the same as well.
    TextMap<Integer> places = inPlace || copies == null ? null : ListPatch.places(ids, start, end);
    String[] newTexts = new String[newIds.length];
    Docs.ArrayBuilder newCopies = docs.array();
    for (int i = 0; i < newIds.length; i++) {
      Doc document = result.at(start + i);
      Integer place = places == null ? null : places.get(newIds[i]);
      if (place != null && docs.surelyEqual(document, copies.at(place))) {
        newTexts[i] = texts[place];
        newCopies.add(copies.at(place));
      } else {
        newTexts[i] = docs.stringify(document);
        newCopies.add(docs.comparable(newTexts[i], document));
      }
    }
    String newPatch = ListPatch.of(ids, texts, newIds, newTexts, start, end, docs);
    if (newRest != null && !newRest.equals(rest)) {
      newPatch = newPatch.concat(",\"rest\":").concat(newRest);
    }
    Doc nextCopies =
        copies == null ? newCopies.build() : docs.spliced(copies, start, end, newCopies.build());
    int nextChars = chars() + newIds.length - (end - start) + tail(newRest) - tail(rest);
    for (int i = start; i < end; i++) {
      nextChars -= texts[i].length();
    }
    for (String each : newTexts) {
      nextChars += each.length();
    }
    DocumentList next =
        new DocumentList(
            newRest,
            nextIds,
            takenOver(texts, start, end, newTexts),
            takenOver(hashes, start, end, new String[newIds.length]),
            nextCopies,
            newPatch.concat("}"));
    next.chars = nextChars;
    next.forgetHash(inPlace ? end - 1 : start + newIds.length);
    return next;
  }

  /** The block that the document at a place belongs to is not as it was. */
  private void forgetHash(int place) {
    for (int i = place; i < ids.length; i++) {
      if (endsBlock(i)) {
        hashes[i] = null;
        return;
      }
    }
  }

  private boolean endsBlock(int place) {
    String id = ids[place];
    return !id.isEmpty() && id.charAt(id.length() - 1) % BLOCK == 0;
  }

  /** {@code array} with others in place of its elements from one place to another. */
  private static String[] spliced(String[] array, int from, int to, String[] others) {
    String[] spliced = new String[array.length - (to - from) + others.length];
    for (int i = 0; i < spliced.length; i++) {
      int other = i - from;
      spliced[i] =
          other < 0
              ? array[i]
              : other < others.length ? others[other] : array[other - others.length + to];
    }
    return spliced;
  }

  /** As {@link #spliced}, and {@code array} itself where the number of elements stays the same. */
  private static String[] takenOver(String[] array, int from, int to, String[] others) {
    if (others.length != to - from) {
      return spliced(array, from, to, others);
    }
    for (int i = from; i < to; i++) {
      array[i] = others[i - from];
    }
    return array;
  }

  private static boolean areDistinct(String[] ids) {
    TextMap<String> known = null;
    for (int i = 1; i < ids.length; i++) {
      if (known == null && ids[i - 1].compareTo(ids[i]) >= 0) {
        // Ids out of order may repeat.
        known = new TextMap<>();
        for (int j = 0; j < i; j++) {
          known.put(ids[j], ids[j]);
        }
      }
      if (known != null && !known.putNew(ids[i], ids[i])) {
        return false;
      }
    }
    return true;
  }

  /** The whole as JSON text. */
  public String text() {
    if (text == null) {
      text = "[".concat(joined(0, texts.length)).concat("]");
      if (rest != null) {
        text = PAGE_START.concat(text).concat(",").concat(rest.substring(1));
      }
    }
    return text;
  }

  /** Characters that a page has beside its documents. */
  private static int tail(String rest) {
    return rest == null ? 0 : PAGE_START.length() + rest.length();
  }

  private String joined(int from, int to) {
    String joined = texts[from];
    for (int i = from + 1; i < to; i++) {
      joined = joined.concat(",").concat(texts[i]);
    }
    return joined;
  }

  /** Length of {@link #text}. */
  public int chars() {
    if (chars == 0) {
      chars = 1 + texts.length + tail(rest);
      for (String each : texts) {
        chars += each.length();
      }
    }
    return chars;
  }

  /**
   * What makes this list of the one that it followed; {@code null} when there is none or the whole
   * is hardly larger.
   */
  public String patch() {
    boolean pays = patch != null && chars() >= MIN_CHARS && patch.length() < chars();
    return pays ? patch : null;
  }

  /**
   * Identifies what the list says. The hash of a long one is made of those of its blocks, so that a
   * change of one document does not cost the reading of all.
   */
  public String hash(Natives natives) {
    if (texts.length < LONG || rest != null) {
      return natives.hash(text());
    }
    String all = "documents";
    int start = 0;
    for (int i = 0; i < texts.length; i++) {
      if (endsBlock(i) || i == texts.length - 1) {
        String hash = hashes[i] == null ? natives.hash(joined(start, i + 1)) : hashes[i];
        // The end of the list may be another one next time.
        hashes[i] = endsBlock(i) ? hash : null;
        all = all.concat(hash);
        start = i + 1;
      }
    }
    return natives.hash(all);
  }
}
