package dev.zeroback.core.query;

import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.TextBuffer;
import dev.zeroback.core.storage.JsonPath;
import dev.zeroback.core.value.FieldPath;

/**
 * SQL for a field of the stored JSON text: its rank, which is its {@link Doc#kind}, and its value.
 */
final class FieldSql {
  /** The JSON path, without the quotation marks of an SQL text. */
  private final String path;

  FieldSql(FieldPath field) {
    path = JsonPath.of(field);
  }

  /** An integer expression: the kind of the value, {@link Doc#ABSENT} where there is none. */
  void appendRank(TextBuffer out) {
    out.append("CASE ");
    appendCall(out, "json_type", "");
    out.append(
        " WHEN 'text' THEN 5 WHEN 'integer' THEN 3 WHEN 'real' THEN 3 WHEN 'true' THEN 4 WHEN 'false' THEN 4"
            + " WHEN 'null' THEN 1 WHEN 'array' THEN 7 WHEN 'object' THEN CASE WHEN ");
    appendCall(out, "json_type", ".\"$int64\"");
    out.append(" IS NOT NULL THEN 2 WHEN ");
    appendCall(out, "json_type", ".\"$float64\"");
    out.append(" IS NOT NULL THEN 3 WHEN ");
    appendCall(out, "json_type", ".\"$bytes\"");
    out.append(" IS NOT NULL THEN 6 ELSE 8 END ELSE 0 END");
  }

  /** The value as SQLite compares it, where its kind is {@code kind}; NULL for NaN. */
  void appendPayload(TextBuffer out, int kind) {
    switch (kind) {
      case Doc.NUMBER:
        out.append("CASE ");
        appendCall(out, "json_type", "");
        out.append(" WHEN 'object' THEN CASE ");
        appendCall(out, "json_extract", ".\"$float64\"");
        out.append(
            " WHEN '-0' THEN 0.0 WHEN 'Infinity' THEN 9e999 WHEN '-Infinity' THEN -9e999 END ELSE CAST(");
        appendCall(out, "json_extract", "");
        out.append(" AS REAL) END");
        break;
      case Doc.INT64:
        out.append("CAST(");
        appendCall(out, "json_extract", ".\"$int64\"");
        out.append(" AS INTEGER)");
        break;
      default:
        appendCall(out, "json_extract", "");
    }
  }

  /** The value as SQLite compares it among values of the same rank; NULL for NaN. */
  void appendValue(TextBuffer out) {
    out.append("CASE ");
    appendRank(out);
    out.append(" WHEN 2 THEN ");
    appendPayload(out, Doc.INT64);
    out.append(" WHEN 3 THEN ");
    appendPayload(out, Doc.NUMBER);
    out.append(" ELSE ");
    appendPayload(out, Doc.STRING);
    out.append(" END");
  }

  private void appendCall(TextBuffer out, String function, String member) {
    out.append(function);
    out.append("(doc, '");
    out.append(path);
    out.append(member);
    out.append("')");
  }
}
