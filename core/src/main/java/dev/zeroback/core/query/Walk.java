package dev.zeroback.core.query;

import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.Docs;
import dev.zeroback.core.port.SqlStorage;

/** One walk along a query's range: committed rows and pending versions merged in its order. */
final class Walk {
  private final Query query;
  private final Docs docs;

  /** The walk ends when it has taken more documents. */
  private final double most;

  private final Docs.ArrayBuilder list;
  private double count;
  private int chars = -1;

  Walk(Query query, Docs docs, double most) {
    this.query = query;
    this.docs = docs;
    this.most = most;
    this.list = docs.array();
  }

  /** Length of the JSON text of documents that were read at once; -1 when they were not. */
  int chars() {
    return chars;
  }

  /** The documents found, as many as the limit allows. */
  Doc run(RangeStatements statements, Pending pending) {
    Doc all = pending == null && query.limit() != 0 ? statements.selectAll(query) : null;
    if (all != null) {
      chars = statements.charsRead();
      for (int i = 0; query.sort() != null && i < all.size(); i++) {
        query.sort().valueOf(all.at(i));
      }
      return all;
    }
    if (query.limit() != 0) {
      merge(statements, Overlay.of(query, pending));
    }
    return list.build();
  }

  private void merge(RangeStatements statements, Overlay overlay) {
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
        take(docs.parse(overlay.get(next++).text));
      }
      if (!isFull()) {
        take(document);
      }
    }
    while (!isFull() && next < overlay.size()) {
      take(docs.parse(overlay.get(next++).text));
    }
  }

  private boolean isFull() {
    return query.limit() >= 0 && count == query.limit() || count > most;
  }

  private String key(SqlStorage.Rows rows) {
    return query.index() == null ? "" : rows.text(2);
  }

  private void take(Doc document) {
    if (query.sort() != null) {
      query.sort().valueOf(document);
    }
    list.add(document);
    count++;
  }
}
