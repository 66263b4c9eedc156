package dev.zeroback.core.query;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.TextBuffer;
import dev.zeroback.core.value.FieldPath;
import dev.zeroback.core.value.ValueOrder;

/** An order by a field that no index gives: SQLite sorts what it found. Equal values by row. */
final class FieldSort {
  private final FieldPath path;
  private final FieldSql field;

  FieldSort(FieldPath path) {
    this.path = path;
    this.field = new FieldSql(path);
  }

  /**
   * The value that a document is sorted by.
   *
   * @throws ZerobackException {@link ErrorCode#BAD_REQUEST} when SQL cannot order it
   */
  Doc valueOf(Doc document) {
    if (!orders(document)) {
      throw new ZerobackException(
          ErrorCode.BAD_REQUEST,
          ".orderBy(\""
              + path.text()
              + "\") met bytes, an array or an object, which only an index can order: declare"
              + " .index(..., [\""
              + path.text()
              + "\"]) and use .withIndex().");
    }
    return path.read(document);
  }

  /** Whether SQL can order the value that a document is sorted by. */
  boolean orders(Doc document) {
    return path.read(document).kind() < Doc.BYTES;
  }

  int compare(Doc left, double leftRid, Doc right, double rightRid) {
    int byValue = ValueOrder.compare(path.read(left), path.read(right));
    return byValue != 0 ? byValue : Double.compare(leftRid, rightRid);
  }

  /** Appends the terms of ORDER BY. */
  void appendTerms(TextBuffer out, boolean descending) {
    String direction = descending ? " DESC" : " ASC";
    field.appendRank(out);
    out.append(direction);
    out.append(", ");
    field.appendValue(out);
    // The payload of NaN, the largest number, is NULL.
    out.append(descending ? " DESC NULLS FIRST" : " ASC NULLS LAST");
    out.append(", rid");
    out.append(direction);
  }

  /** What comes after the document with this value and row. */
  Filter after(Doc value, double rid, boolean descending) {
    Filter same =
        new Junction(
            new Filter[] {
              new Comparison(path, "gte", value),
              new Comparison(path, "lte", value),
              new RowBound(rid, descending)
            },
            true);
    return new Junction(
        new Filter[] {new Comparison(path, descending ? "lt" : "gt", value), same}, false);
  }
}
