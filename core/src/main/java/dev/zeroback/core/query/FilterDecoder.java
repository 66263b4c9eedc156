package dev.zeroback.core.query;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.Docs;
import dev.zeroback.core.schema.Table;
import dev.zeroback.core.value.FieldPath;

/** Reads the filters of one query from its description. */
final class FilterDecoder {
  /** SQLite allows expressions of depth 100; "and" directly in "and" does not count. */
  private static final int MAX_DEPTH = 20;

  /** "and" directly in "and" is read by a call in a call. */
  private static final int MAX_NESTING = 1_000;

  private final Docs docs;
  private final Table table;
  private int nesting;

  FilterDecoder(Docs docs, Table table) {
    this.docs = docs;
    this.table = table;
  }

  /** Several filters hold together; {@code null} when there is none. */
  Filter decodeAll(Doc list) {
    return list.kind() == Doc.ARRAY && list.size() > 0 ? join(list, true, 0) : null;
  }

  private Filter join(Doc list, boolean all, int depth) {
    Filter[] filters = new Filter[list.kind() == Doc.ARRAY ? list.size() : 0];
    for (int i = 0; i < filters.length; i++) {
      filters[i] = decode(list.at(i), all ? "and" : "or", depth);
    }
    return Junction.of(filters, all, docs);
  }

  /**
   * @param within the operator around this one
   */
  private Filter decode(Doc filter, String within, int depth) {
    Doc operator = filter.kind() == Doc.OBJECT ? filter.field("op") : filter;
    if (filter.kind() != Doc.OBJECT || operator.kind() != Doc.STRING) {
      throw refused(
          "A filter must return an expression such as q.eq(q.field(\"status\"), \"open\").");
    }
    String name = operator.string();
    boolean joins = name.equals(within) && !name.equals("not");
    int inner = joins ? depth : depth + 1;
    if (inner > MAX_DEPTH || ++nesting > MAX_NESTING) {
      throw new ZerobackException(
          ErrorCode.TOO_LARGE,
          "The filter is nested more than "
              + MAX_DEPTH
              + " levels deep; write it flatter, q.and(...) and q.or(...) take any number of"
              + " conditions.");
    }
    Filter decoded = byOperator(filter, name, inner);
    nesting--;
    return decoded;
  }

  private Filter byOperator(Doc filter, String name, int inner) {
    switch (name) {
      case "and":
        return join(filter.field("of"), true, inner);
      case "or":
        return join(filter.field("of"), false, inner);
      case "not":
        return new Negation(decode(filter.field("of").at(0), name, inner));
      case "neq":
        return new Negation(comparison("eq", filter));
      case "eq":
      case "lt":
      case "lte":
      case "gt":
      case "gte":
        return comparison(name, filter);
      default:
        throw refused("There is no filter operator \"" + name + "\".");
    }
  }

  private Filter comparison(String operator, Doc filter) {
    Doc left = filter.field("left");
    Doc right = filter.field("right");
    Doc leftName = left.field("field");
    Doc rightName = right.field("field");
    if (leftName.kind() == Doc.STRING) {
      return rightName.kind() == Doc.STRING
          ? new FieldComparison(scalar(leftName), operator, scalar(rightName))
          : compare(leftName.string(), operator, right.field("value"));
    }
    if (rightName.kind() != Doc.STRING) {
      throw refused(
          "A filter compares a field with a value or another field: wrap at least one side in"
              + " q.field(\"...\").");
    }
    return compare(rightName.string(), mirrored(operator), left.field("value"));
  }

  /** A field that is compared with another one, which SQL cannot do with structured values. */
  private FieldPath scalar(Doc name) {
    FieldPath path = table.path(name.string());
    if (table.fields().kindsAt(path) >>> Doc.BYTES != 0) {
      throw refused(
          "Field \""
              + path.text()
              + "\" cannot be compared with another field: by its type it may hold bytes, an array or"
              + " an object.");
    }
    return path;
  }

  private Filter compare(String field, String operator, Doc value) {
    if (value.kind() >= Doc.BYTES) {
      throw refused(
          "Field \""
              + field
              + "\" can be compared with a string, number, bigint, boolean, null or undefined only.");
    }
    if (value.kind() == Doc.STRING && !value.isWellFormed()) {
      throw refused(
          "Field \""
              + field
              + "\" is compared with ill-formed text: it holds half of a surrogate pair.");
    }
    return new Comparison(table.path(field), operator, value);
  }

  private static String mirrored(String operator) {
    switch (operator) {
      case "lt":
        return "gt";
      case "lte":
        return "gte";
      case "gt":
        return "lt";
      case "gte":
        return "lte";
      default:
        return operator;
    }
  }

  private static ZerobackException refused(String message) {
    return new ZerobackException(ErrorCode.BAD_REQUEST, message);
  }
}
