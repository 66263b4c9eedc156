package dev.zeroback.core.query;

import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.SqlStorage;
import dev.zeroback.core.port.TextBuffer;
import dev.zeroback.core.value.FieldPath;
import dev.zeroback.core.value.ValueOrder;

/**
 * A field compared with a value, in the order of values. {@code eq} and {@code neq} with null take
 * an absent field for null; with undefined they mean absent.
 */
final class Comparison implements Filter {
  private final FieldPath path;
  private final FieldSql field;
  private final String operator;
  private final Doc value;

  /**
   * @param operator {@code eq}, {@code lt}, {@code lte}, {@code gt} or {@code gte}
   */
  Comparison(FieldPath path, String operator, Doc value) {
    this.path = path;
    this.field = new FieldSql(path);
    this.operator = operator;
    this.value = value;
  }

  @Override
  public boolean matches(Doc document) {
    Doc actual = path.read(document);
    if (operator.equals("eq") && value.kind() == Doc.NULL) {
      return actual.kind() == Doc.NULL || actual.kind() == Doc.ABSENT;
    }
    return holds(operator, ValueOrder.compare(actual, value));
  }

  /** Whether {@code operator} holds for values that compare as {@code order}. */
  static boolean holds(String operator, int order) {
    switch (operator) {
      case "eq":
        return order == 0;
      case "lt":
        return order < 0;
      case "lte":
        return order <= 0;
      case "gt":
        return order > 0;
      default:
        return order >= 0;
    }
  }

  /**
   * The field, if this is an equality with text or an ordinary number; {@code null} otherwise. Many
   * of these become one {@link Membership}.
   */
  FieldPath equatedField() {
    boolean ordinary =
        value.kind() == Doc.STRING
            || value.kind() == Doc.NUMBER && Math.abs(value.number()) <= Double.MAX_VALUE;
    return operator.equals("eq") && ordinary ? path : null;
  }

  Doc value() {
    return value;
  }

  @Override
  public void appendSql(TextBuffer out) {
    if (operator.equals("eq") && value.kind() == Doc.NULL) {
      out.append("(");
      field.appendRank(out);
      out.append(" <= 1)");
      return;
    }
    out.append("(");
    if (!operator.equals("eq")) {
      field.appendRank(out);
      out.append(operator.startsWith("l") ? " < " : " > ");
      out.append(Integer.toString(value.kind()));
      out.append(" OR ");
    }
    field.appendRank(out);
    out.append(" = ");
    out.append(Integer.toString(value.kind()));
    appendSameKind(out);
    out.append(")");
  }

  /** The condition among values of the same kind; it follows the test of the kind. */
  private void appendSameKind(TextBuffer out) {
    switch (value.kind()) {
      case Doc.ABSENT:
      case Doc.NULL:
        out.append(operator.equals("lt") || operator.equals("gt") ? " AND 0" : "");
        break;
      case Doc.NUMBER:
        appendNumbers(out);
        break;
      default:
        out.append(" AND ");
        field.appendPayload(out, value.kind());
        out.append(sqlOperator());
        out.append(value.kind() == Doc.INT64 ? "CAST(? AS INTEGER)" : "?");
    }
  }

  /** NaN, whose payload is NULL, is above all other numbers and equal to itself. */
  private void appendNumbers(TextBuffer out) {
    boolean isNan = Double.isNaN(value.number());
    boolean upward = operator.equals("gt") || operator.equals("gte");
    if (isNan) {
      if (operator.equals("lte")) {
        return;
      }
      if (operator.equals("gt")) {
        out.append(" AND 0");
        return;
      }
      out.append(" AND ");
      field.appendPayload(out, Doc.NUMBER);
      out.append(operator.equals("lt") ? " IS NOT NULL" : " IS NULL");
      return;
    }
    out.append(" AND coalesce(");
    field.appendPayload(out, Doc.NUMBER);
    out.append(sqlOperator());
    out.append(upward ? "?, 1)" : "?, 0)");
  }

  private String sqlOperator() {
    return sqlOperator(operator);
  }

  static String sqlOperator(String operator) {
    switch (operator) {
      case "eq":
        return " = ";
      case "lt":
        return " < ";
      case "lte":
        return " <= ";
      case "gt":
        return " > ";
      default:
        return " >= ";
    }
  }

  @Override
  public int bind(SqlStorage.Statement statement) {
    switch (value.kind()) {
      case Doc.NUMBER:
        if (Double.isNaN(value.number())) {
          return 0;
        }
        statement.bind(value.number());
        return 1;
      case Doc.BOOLEAN:
        statement.bind(value.bool() ? 1 : 0);
        return 1;
      case Doc.STRING:
        statement.bind(value.string());
        return 1;
      case Doc.INT64:
        statement.bind(Long.toString(value.int64()));
        return 1;
      default:
        return 0;
    }
  }
}
