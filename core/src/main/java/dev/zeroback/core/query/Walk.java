package dev.zeroback.core.query;

import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.Docs;
import dev.zeroback.core.port.SqlStorage;
import dev.zeroback.core.readset.KeyRange;
import dev.zeroback.core.readset.Version;

/** One walk along a query's range: committed rows and pending versions merged in its order. */
final class Walk {
  private final Query query;
  private final Docs docs;

  /** The walk ends when it has taken more documents. */
  private final double most;

  private final Docs.ArrayBuilder list;
  private Doc found;
  private int chars;
  private double count;
  private String lastKey;
  private double lastRid;
  private Doc lastReturned;
  private String lastReturnedKey;

  Walk(Query query, Docs docs, double most) {
    this.query = query;
    this.docs = docs;
    this.most = most;
    this.list = docs.array();
  }

  /** The documents to return. */
  Doc found() {
    if (found == null) {
      found = list.build();
    }
    return found;
  }

  /** Length of the JSON text of a range that was read at once; 0 when it was not. */
  int chars() {
    return chars;
  }

  /** Whether a page leaves documents for another one. */
  boolean hasMore() {
    return count > query.mostReturned();
  }

  /** The last document that is returned. */
  Doc lastReturned() {
    return lastReturned;
  }

  /** Its sort key. */
  String lastReturnedKey() {
    return lastReturnedKey;
  }

  /** The range, narrowed to what was walked when the limit ended the walk. */
  KeyRange consumed() {
    KeyRange range = query.range();
    if (query.limit() == 0) {
      return KeyRange.ofKeys("", "");
    }
    if (query.sort() != null
        || query.search() != null
        || query.limit() < 0
        || count < query.limit()) {
      return range;
    }
    return query.descending()
        ? range.beginningWith(lastKey, lastRid)
        : range.endingWith(lastKey, lastRid);
  }

  /** The whole range is known. */
  void take(Doc all) {
    found = all;
  }

  void run(RangeStatements statements, Pending pending) {
    if (pending == null && query.limit() < 0 && query.sort() == null) {
      found = statements.selectAll(query);
      if (found != null) {
        chars = statements.charsRead();
        return;
      }
    }
    if (pending == null) {
      SqlStorage.Rows rows = statements.select(query, query.limit());
      while (count <= most && rows.next()) {
        take(rows.document(0), rows);
      }
      return;
    }
    Overlay overlay = Overlay.of(query, pending);
    double limit = query.limit() < 0 ? -1 : query.limit() + overlay.hiddenAtMost();
    SqlStorage.Rows rows = statements.select(query, limit);
    int next = 0;
    while (!isFull() && rows.next()) {
      if (overlay.hides(rows.number(1))) {
        continue;
      }
      Doc document = rows.document(0);
      while (!isFull()
          && next < overlay.size()
          && query.compare(overlay.get(next), key(rows), rows.number(1), document) < 0) {
        take(overlay.get(next++));
      }
      if (!isFull()) {
        take(document, rows);
      }
    }
    while (!isFull() && next < overlay.size()) {
      take(overlay.get(next++));
    }
  }

  private boolean isFull() {
    return query.limit() >= 0 && count == query.limit() || count > most;
  }

  private String key(SqlStorage.Rows rows) {
    return query.index() == null ? "" : rows.text(2);
  }

  private void take(Doc document, SqlStorage.Rows rows) {
    if (query.limit() >= 0) {
      lastKey = key(rows);
      lastRid = rows.number(1);
    }
    add(document);
  }

  private void take(Version version) {
    lastKey = version.key(query.indexOrdinal());
    lastRid = version.rid;
    add(docs.parse(version.text));
  }

  private void add(Doc document) {
    if (query.sort() != null) {
      query.sort().valueOf(document);
    }
    if (query.limit() < 0 || count < query.mostReturned()) {
      list.add(document);
      lastReturned = document;
      lastReturnedKey = lastKey;
    }
    count++;
  }
}
