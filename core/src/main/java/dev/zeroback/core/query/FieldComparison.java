package dev.zeroback.core.query;

import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.SqlStorage;
import dev.zeroback.core.port.TextBuffer;
import dev.zeroback.core.value.FieldPath;
import dev.zeroback.core.value.ValueOrder;

/**
 * Two fields of a document compared in the order of values. Neither holds bytes, arrays or objects.
 */
final class FieldComparison implements Filter {
  private final FieldPath left;
  private final FieldPath right;
  private final FieldSql leftSql;
  private final FieldSql rightSql;
  private final String operator;

  FieldComparison(FieldPath left, String operator, FieldPath right) {
    this.left = left;
    this.right = right;
    this.leftSql = new FieldSql(left);
    this.rightSql = new FieldSql(right);
    this.operator = operator;
  }

  @Override
  public boolean matches(Doc document) {
    return Comparison.holds(
        operator, ValueOrder.compare(left.read(document), right.read(document)));
  }

  @Override
  public void appendSql(TextBuffer out) {
    out.append("(");
    appendRow(leftSql, out);
    out.append(Comparison.sqlOperator(operator));
    appendRow(rightSql, out);
    out.append(")");
  }

  /** Rank, then value. The payload of NaN, the largest number, is NULL; so is that of no value. */
  private static void appendRow(FieldSql field, TextBuffer out) {
    out.append("(");
    field.appendRank(out);
    out.append(", ");
    field.appendValue(out);
    out.append(" IS NULL, coalesce(");
    field.appendValue(out);
    out.append(", 0))");
  }

  @Override
  public int bind(SqlStorage.Statement statement) {
    return 0;
  }
}
