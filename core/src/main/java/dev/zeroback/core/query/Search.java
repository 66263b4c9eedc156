package dev.zeroback.core.query;

import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.Docs;
import dev.zeroback.core.port.SqlStorage;
import dev.zeroback.core.port.TextBuffer;
import dev.zeroback.core.query.search.SearchExpression;
import dev.zeroback.core.readset.Relevance;
import dev.zeroback.core.schema.SearchIndex;
import dev.zeroback.core.storage.SearchTables;
import dev.zeroback.core.storage.SqlNames;

/** A full-text search: the documents that it finds, the most relevant first. */
final class Search {
  /** How many documents the pages before have. */
  final double skipped;

  private final SearchIndex index;

  /** An expression of FTS5; empty if there is none. */
  private final String match;

  /** JSON list of the terms that the text itself must hold; empty if there are none. */
  private final String shortTerms;

  private Search(SearchIndex index, String match, String shortTerms, double skipped) {
    this.index = index;
    this.match = match;
    this.shortTerms = shortTerms;
    this.skipped = skipped;
  }

  static Search of(SearchIndex index, SearchExpression expression, Docs docs) {
    Docs.ArrayBuilder terms = docs.array();
    for (String term : expression.shortTerms) {
      terms.add(docs.of(term));
    }
    return new Search(
        index,
        expression.match,
        expression.shortTerms.length == 0 ? "" : docs.stringify(terms.build()),
        0);
  }

  /** Whether nothing is looked for, so that nothing is found. */
  boolean isEmpty() {
    return match.isEmpty() && shortTerms.isEmpty();
  }

  /** This search, without the documents of the pages before. */
  Search after(double documents) {
    return new Search(index, match, shortTerms, documents);
  }

  /**
   * Which changes matter to what was found.
   *
   * @param filter {@code null} if there is none
   * @param found documents, or their number
   */
  Relevance relevance(Filter filter, Doc found) {
    return SearchRelevance.of(index.searchField(), filter, found);
  }

  /** Appends the FROM clause and the beginning of a WHERE clause. */
  void appendFrom(TextBuffer out, String rows) {
    out.append(" FROM ");
    if (!match.isEmpty()) {
      out.append(SqlNames.quote(index.sqlName()));
      out.append("(?) AS found CROSS JOIN ");
    }
    out.append(rows);
    out.append(isEmpty() ? " WHERE 0" : match.isEmpty() ? " WHERE 1" : " ON rid = found.rowid");
    if (!shortTerms.isEmpty()) {
      out.append(" AND NOT EXISTS (SELECT 1 FROM json_each(?) WHERE coalesce(instr(lower(");
      out.append(SearchTables.text("doc", index));
      out.append("), lower(value)), 0) = 0)");
    }
  }

  /** Appends the terms of ORDER BY; where SQLite knows no relevance, the order is of creation. */
  void appendOrder(TextBuffer out) {
    out.append(match.isEmpty() ? "rid" : "found.rank, rid");
  }

  /** Binds the values of the FROM and WHERE clauses. */
  void bind(SqlStorage.Statement statement) {
    if (!match.isEmpty()) {
      statement.bind(match);
    }
    if (!shortTerms.isEmpty()) {
      statement.bind(shortTerms);
    }
  }
}
