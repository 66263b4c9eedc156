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
    for (String part : new String[] {"table", "index", "range", "filter", "orderBy"}) {
      text = text.concat("|").concat(keys.encode(description.field(part)));
    }
    return text;
  }

  /** The query, beginning after the place that {@code cursor} holds. */
  Query from(Query query, Doc cursor) {
    if (cursor.kind() == Doc.NULL || cursor.kind() == Doc.ABSENT) {
      return query;
    }
    String place =
        seal.open(query.fingerprint(), cursor.kind() == Doc.STRING ? cursor.string() : "");
    int blank = place.indexOf(' ');
    double rid = DocumentId.parse(place.substring(0, blank)).rid();
    String rest = place.substring(blank + 1);
    KeyRange range = query.range();
    Filter filter = query.filter();
    if (query.sort() != null) {
      Doc value = rest.isEmpty() ? docs.absent() : docs.parse(rest);
      Filter after = query.sort().after(value, rid, query.descending());
      filter = filter == null ? after : new Junction(new Filter[] {filter, after}, true);
    } else if (query.descending()) {
      range = range.endingBefore(rest, rid);
    } else {
      range = range.beginningAfter(rest, rid);
    }
    return new Query(
        query.table(),
        query.index(),
        range,
        filter,
        query.sort(),
        query.descending(),
        query.terminal(),
        query.limit(),
        query.fingerprint());
  }

  /** {@code {page, continueCursor, isDone}}. */
  Doc result(Query query, Walk walk) {
    Docs.ObjectBuilder result = docs.object();
    result.set("page", walk.found());
    result.set(
        "continueCursor",
        walk.hasMore()
            ? docs.of(seal.seal(query.fingerprint(), place(query, walk)))
            : docs.nullValue());
    result.set("isDone", docs.of(!walk.hasMore()));
    return result.build();
  }

  private String place(Query query, Walk walk) {
    Doc last = walk.lastReturned();
    String id = last.field("_id").string().concat(" ");
    if (query.sort() == null) {
      return id.concat(walk.lastReturnedKey());
    }
    Doc value = query.sort().valueOf(last);
    return value.kind() == Doc.ABSENT ? id : id.concat(docs.stringify(value));
  }
}
