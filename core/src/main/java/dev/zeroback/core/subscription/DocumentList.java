package dev.zeroback.core.subscription;

import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.Docs;
import dev.zeroback.core.port.Natives;
import dev.zeroback.core.port.TextMap;

/**
 * A result that is an array of documents with distinct {@code _id}s, or an object with such an
 * array, as a page is, as the JSON text of each document. One that follows another says what has
 * changed: the form of a patch is in docs/wire-protocol.md.
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

  /** What is around the array; {@code null} when the result is the array. */
  private final ListMember member;

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
      ListMember member, String[] ids, String[] texts, String[] hashes, Doc copies, String patch) {
    this.member = member;
    this.ids = ids;
    this.texts = texts;
    this.hashes = hashes;
    this.copies = copies;
    this.patch = patch;
  }

  /** Whether {@code text} may be that of a list of documents. */
  static boolean mayBe(String text) {
    return text.startsWith("[{") || text.startsWith("{") && text.contains(":[{");
  }

  /** Whether {@code result} seems to be a list of documents. */
  public static boolean mayBe(Doc result, Docs docs) {
    return result.kind() == Doc.OBJECT
        ? ListMember.nameIn(result, null, docs) != null
        : ListMember.size(result, docs) > 0;
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
    if (result.kind() != Doc.OBJECT) {
      boolean follows = before != null && before.member == null;
      return of(result, null, follows ? before : null, docs);
    }
    ListMember former = before == null ? null : before.member;
    String name = ListMember.nameIn(result, former, docs);
    if (name == null) {
      return null;
    }
    boolean follows = former != null && former.name.equals(name);
    ListMember member = ListMember.of(result, name, docs);
    return of(result.field(name), member, follows ? before : null, docs);
  }

  private static DocumentList of(Doc result, ListMember member, DocumentList before, Docs docs) {
    int size = ListMember.size(result, docs);
    if (size == 0) {
      return null;
    }
    boolean sameRest = member == null || before != null && member.rest.equals(before.member.rest);
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
      return before.followedBy(result, member, ids, start, before.ids.length - atEnd, docs);
    }
    if (!areDistinct(ids)) {
      return null;
    }
    String[] texts = new String[size];
    for (int i = 0; i < size; i++) {
      texts[i] = docs.stringify(result.at(i));
    }
    return new DocumentList(member, ids, texts, new String[size], null, null);
  }

  /** The ids of elements; {@code null} when one is no document. */
  private static String[] idsOf(Doc result, int from, int to, Docs docs) {
    String[] ids = new String[to - from];
    for (int i = from; i < to; i++) {
      Doc id = ListMember.idOf(result.at(i), docs);
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
      Doc result, ListMember newMember, String[] newIds, int start, int end, Docs docs) {
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
    if (member != null) {
      newPatch = newPatch.concat(",\"of\":").concat(docs.stringify(docs.of(member.name)));
      if (!newMember.rest.equals(member.rest)) {
        newPatch = newPatch.concat(",\"rest\":").concat(newMember.rest);
      }
    }
    Doc nextCopies =
        copies == null ? newCopies.build() : docs.spliced(copies, start, end, newCopies.build());
    int nextChars = chars() + newIds.length - (end - start) + tail(newMember) - tail(member);
    for (int i = start; i < end; i++) {
      nextChars -= texts[i].length();
    }
    for (String each : newTexts) {
      nextChars += each.length();
    }
    DocumentList next =
        new DocumentList(
            newMember,
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
      String array = "[".concat(joined(0, texts.length)).concat("]");
      text = member == null ? array : member.around(array);
    }
    return text;
  }

  /** Characters around the array. */
  private static int tail(ListMember member) {
    return member == null ? 0 : member.chars();
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
      chars = 1 + texts.length + tail(member);
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
    if (texts.length < LONG || member != null) {
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
