package dev.zeroback.core.query;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.Docs;
import dev.zeroback.core.readset.KeyRange;
import dev.zeroback.core.value.DocumentId;
import dev.zeroback.core.value.Keys;

/**
 * Pages by keyset: a cursor holds the place of the last document of its page, so that documents
 * which come and go elsewhere neither repeat nor hide one. The place is the document's id and,
 * after a blank, its sort key or, where SQLite sorts, the JSON of the value it is sorted by.
 *
 * <p>A search has no such place: a write to one document changes the relevance of all. Its cursor
 * holds how many documents the pages before have. Live pages run again together, so that they stay
 * side by side.
 */
final class Pages {
  private static final double MOST_ITEMS = 1_000;

  private final Docs docs;
  private final Keys keys;
  private final CursorSeal seal;

  Pages(Docs docs, Keys keys, CursorSeal seal) {
    this.docs = docs;
    this.keys = keys;
    this.seal = seal;
  }

  /** The number of documents of a page. */
  static double size(Doc numItems) {
    double value = numItems.kind() == Doc.NUMBER ? numItems.number() : 0;
    if (!(value >= 1 && value <= MOST_ITEMS && Math.floor(value) == value)) {
      throw new ZerobackException(
          ErrorCode.BAD_REQUEST, ".paginate({ numItems }) takes a whole number from 1 to 1,000.");
    }
    return value;
  }

  /** What tells a description from those of other queries; the page's place and size aside. */
  String fingerprint(Doc description, boolean descending) {
    String text = descending ? "desc" : "asc";
    for (String part : new String[] {"table", "index", "range", "search", "filter", "orderBy"}) {
      text = text.concat("|").concat(keys.encode(description.field(part)));
    }
    return text;
  }

  /**
   * The query, beginning after the place that {@code cursor} holds. The JSON of two cursors, the
   * first of them {@code null} for the beginning, stands for all that lies between: a pinned page,
   * which grows and shrinks while it is live, so that the one after it need not move.
   */
  Query from(Query query, Doc cursor) {
    if (cursor.kind() == Doc.NULL || cursor.kind() == Doc.ABSENT) {
      return query;
    }
    String text = textOf(cursor);
    if (!text.startsWith("[")) {
      return query.search() != null
          ? counted(query, passed(query, text), query.limit(), null)
          : bounded(query, text, true, query.limit(), null);
    }
    Doc ends = docs.parse(text);
    if (ends == null || ends.size() != 2) {
      return bounded(query, "", true, 0, null);
    }
    String end = textOf(ends.at(1));
    if (query.search() != null) {
      double start = ends.at(0).kind() == Doc.NULL ? 0 : passed(query, textOf(ends.at(0)));
      double size = Math.min(Math.max(0, passed(query, end) - start), MOST_ITEMS);
      return counted(query, start, size + 1, end);
    }
    Query ending = bounded(query, end, false, MOST_ITEMS + 1, end);
    return ends.at(0).kind() == Doc.NULL
        ? ending
        : bounded(ending, textOf(ends.at(0)), true, ending.limit(), end);
  }

  /** How many documents are up to the place that the cursor of a search holds. */
  private double passed(Query query, String cursor) {
    return docs.parse(seal.open(query.fingerprint(), cursor)).number();
  }

  private static Query counted(Query query, double passed, double limit, String pageEnd) {
    return query.with(query.range(), query.filter(), query.search().after(passed), limit, pageEnd);
  }

  /** A text that no cursor is when {@code cursor} is none. */
  private static String textOf(Doc cursor) {
    return cursor.kind() == Doc.STRING ? cursor.string() : "";
  }

  /** The part of a query after the place that {@code cursor} holds, or up to and with it. */
  private Query bounded(Query query, String cursor, boolean after, double limit, String pageEnd) {
    String place = seal.open(query.fingerprint(), cursor);
    int blank = place.indexOf(' ');
    double rid = DocumentId.parse(place.substring(0, blank)).rid();
    String rest = place.substring(blank + 1);
    KeyRange range = query.range();
    Filter filter = query.filter();
    boolean descending = query.descending();
    if (query.sort() != null) {
      Doc value = rest.isEmpty() ? docs.absent() : docs.parse(rest);
      Filter part = query.sort().after(value, rid, descending);
      if (!after) {
        part = new Negation(part);
      }
      filter = filter == null ? part : new Junction(new Filter[] {filter, part}, true);
    } else if (after == descending) {
      range = range.endingBefore(rest, descending ? rid : rid + 1);
    } else {
      range = range.beginningAfter(rest, descending ? rid - 1 : rid);
    }
    return query.with(range, filter, null, limit, pageEnd);
  }

  /**
   * {@code {page, continueCursor, isDone}}.
   *
   * @param found the page, and the document after it if there is one; nobody else has the array
   */
  Doc result(Query query, Doc found) {
    int size = (int) query.returned(found.size());
    String next = query.pageEnd();
    if (found.size() > size) {
      docs.putAt(found, size, 1, docs.absent());
      next = seal.seal(query.fingerprint(), place(query, found));
    }
    Docs.ObjectBuilder result = docs.object();
    result.set("page", found);
    result.set("continueCursor", next == null ? docs.nullValue() : docs.of(next));
    result.set("isDone", docs.of(next == null));
    return result.build();
  }

  /** Where {@code page} ends. */
  private String place(Query query, Doc page) {
    if (query.search() != null) {
      return docs.number(query.search().skipped + page.size());
    }
    Doc last = page.at(page.size() - 1);
    String id = last.field("_id").string().concat(" ");
    if (query.sort() == null) {
      return id.concat(query.key(last, keys));
    }
    Doc value = query.sort().valueOf(last);
    return value.kind() == Doc.ABSENT ? id : id.concat(docs.stringify(value));
  }
}
