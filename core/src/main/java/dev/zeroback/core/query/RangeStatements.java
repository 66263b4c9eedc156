package dev.zeroback.core.query;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.Docs;
import dev.zeroback.core.port.Natives;
import dev.zeroback.core.port.SqlStorage;
import dev.zeroback.core.port.TextBuffer;
import dev.zeroback.core.port.TextMap;
import dev.zeroback.core.readset.KeyRange;
import dev.zeroback.core.storage.SqlNames;

/**
 * SQL for walking a range of an index. A statement is made once for each shape of query: table,
 * index, direction, condition, and which bounds there are; values are always bound.
 */
final class RangeStatements {
  /** Durable Objects take statements of 100 KB with 100 parameters; ranges and limits need five. */
  private static final int MOST_TEXT = 90_000;

  private static final int MOST_VALUES = 95;
  private static final int MOST_STATEMENTS = 1_000;

  private final SqlStorage sql;
  private final Docs docs;
  private final TextBuffer out;
  private final TextMap<SqlStorage.Statement> statements = new TextMap<>();
  private int charsRead;

  RangeStatements(SqlStorage sql, Docs docs, Natives natives) {
    this.sql = sql;
    this.docs = docs;
    this.out = natives.newText();
  }

  /**
   * Documents of the range in order: columns doc, rid and, for a declared index, the sort key.
   *
   * @param limit negative for no limit
   */
  SqlStorage.Rows select(Query query, double limit) {
    out.append("SELECT doc, rid");
    if (query.index() != null) {
      out.append(", ");
      out.append(SqlNames.quote(query.index().column()));
    }
    return appendRows(query, limit, "").query();
  }

  /**
   * The documents that the query asks for in order, read as one JSON array: one row to fetch and
   * one text to parse instead of many.
   *
   * @return {@code null} when they are too many for one SQL value; {@link #select} reads them then
   */
  Doc selectAll(Query query) {
    out.append("SELECT '[' || group_concat(doc) || ']' FROM (SELECT doc");
    SqlStorage.Statement statement = appendRows(query, query.limit(), ")");
    try {
      SqlStorage.Rows rows = statement.query();
      rows.next();
      if (rows.isNull(0)) {
        charsRead = 0;
        return docs.array().build();
      }
      charsRead = rows.text(0).length();
      return rows.document(0);
    } catch (SqlStorage.SqlException refused) {
      if (!refused.getMessage().contains("too big")) {
        throw refused;
      }
      return null;
    }
  }

  /** Ends a statement that begins with its columns, and binds its values. */
  private SqlStorage.Statement appendRows(Query query, double limit, String end) {
    appendFrom(query);
    out.append(" ORDER BY ");
    appendOrder(query);
    boolean skips = query.search() != null && query.search().skipped > 0;
    if (limit >= 0) {
      out.append(skips ? " LIMIT ? OFFSET ?" : " LIMIT ?");
    }
    out.append(end);
    SqlStorage.Statement statement = bound(query);
    if (limit >= 0) {
      statement.bind(limit);
    }
    if (skips) {
      statement.bind(query.search().skipped);
    }
    return statement;
  }

  /** Length of the JSON text that {@link #selectAll} has read. */
  int charsRead() {
    return charsRead;
  }

  private void appendOrder(Query query) {
    if (query.search() != null) {
      query.search().appendOrder(out);
      return;
    }
    if (query.sort() != null) {
      query.sort().appendTerms(out, query.descending());
      return;
    }
    String direction = query.descending() ? " DESC" : " ASC";
    if (query.index() != null) {
      out.append(SqlNames.quote(query.index().column()));
      out.append(direction);
      out.append(", ");
    }
    out.append("rid");
    out.append(direction);
  }

  /** How many documents the range has. */
  double count(Query query) {
    out.append("SELECT count(*)");
    appendFrom(query);
    SqlStorage.Rows rows = bound(query).query();
    rows.next();
    return rows.number(0);
  }

  private void appendFrom(Query query) {
    String rows = SqlNames.quote(query.table().sqlName());
    String link = " AND ";
    if (query.search() != null) {
      query.search().appendFrom(out, rows);
    } else {
      out.append(" FROM ");
      out.append(rows);
      link = appendRange(query);
    }
    if (query.filter() != null) {
      out.append(link);
      query.filter().appendSql(out);
    }
  }

  /** Appends the bounds that there are, and returns what has to stand before another condition. */
  private String appendRange(Query query) {
    KeyRange range = query.range();
    String link = " WHERE ";
    if (query.index() != null) {
      String column = SqlNames.quote(query.index().column());
      out.append(link);
      appendBound(column, " >= ", range.startRid);
      out.append(" AND ");
      appendBound(column, " < ", range.endRid);
      return " AND ";
    }
    if (range.startRid > 0) {
      out.append(link);
      out.append("rid >= ?");
      link = " AND ";
    }
    if (range.endKey.isEmpty()) {
      out.append(link);
      out.append("rid < ?");
      link = " AND ";
    }
    return link;
  }

  /** A bound of positions, or of keys alone where no row matters. */
  private void appendBound(String column, String operator, double rid) {
    out.append(rid > 0 ? "(".concat(column).concat(", rid)") : column);
    out.append(operator);
    out.append(rid > 0 ? "(?, ?)" : "?");
  }

  private SqlStorage.Statement bound(Query query) {
    String text = out.take();
    SqlStorage.Statement statement = statements.get(text);
    if (statement == null) {
      if (text.length() > MOST_TEXT) {
        throw tooLarge();
      }
      if (statements.size() == MOST_STATEMENTS) {
        statements.clear();
      }
      statement = sql.prepare(text);
      statements.put(text, statement);
    }
    KeyRange range = query.range();
    if (query.search() != null) {
      query.search().bind(statement);
    } else if (query.index() != null) {
      bindBound(statement, range.startKey, range.startRid);
      bindBound(statement, range.endKey, range.endRid);
    } else {
      if (range.startRid > 0) {
        statement.bind(range.startRid);
      }
      if (range.endKey.isEmpty()) {
        statement.bind(range.endRid);
      }
    }
    if (query.filter() != null && query.filter().bind(statement) > MOST_VALUES) {
      statements.remove(text);
      throw tooLarge();
    }
    return statement;
  }

  private static ZerobackException tooLarge() {
    return new ZerobackException(
        ErrorCode.TOO_LARGE,
        "The filter has too many comparisons: at most "
            + MOST_VALUES
            + " values, fewer of lt, lte, gt and gte. Any number of q.eq() of one field with texts or numbers in one q.or()"
            + " counts as one.");
  }

  private static void bindBound(SqlStorage.Statement statement, String key, double rid) {
    statement.bind(key);
    if (rid > 0) {
      statement.bind(rid);
    }
  }
}
