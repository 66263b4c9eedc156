package dev.zeroback.core.query;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.value.FieldPath;

/** Reads filters from a query's description. */
final class FilterDecoder {
  private FilterDecoder() {}

  /** Several filters hold together; {@code null} when there is none. */
  static Filter decodeAll(Doc list) {
    if (list.kind() != Doc.ARRAY || list.size() == 0) {
      return null;
    }
    return list.size() == 1 ? decode(list.at(0)) : new Junction(decodeEach(list), true);
  }

  private static Filter[] decodeEach(Doc list) {
    Filter[] filters = new Filter[list.kind() == Doc.ARRAY ? list.size() : 0];
    for (int i = 0; i < filters.length; i++) {
      filters[i] = decode(list.at(i));
    }
    return filters;
  }

  private static Filter decode(Doc filter) {
    Doc operator = filter.kind() == Doc.OBJECT ? filter.field("op") : filter;
    if (filter.kind() != Doc.OBJECT || operator.kind() != Doc.STRING) {
      throw new ZerobackException(
          ErrorCode.BAD_REQUEST,
          "A filter must return an expression such as q.eq(q.field(\"status\"), \"open\").");
    }
    switch (operator.string()) {
      case "and":
        return new Junction(decodeEach(filter.field("of")), true);
      case "or":
        return new Junction(decodeEach(filter.field("of")), false);
      case "not":
        return new Negation(decode(filter.field("of").at(0)));
      case "neq":
        return new Negation(comparison("eq", filter));
      case "eq":
      case "lt":
      case "lte":
      case "gt":
      case "gte":
        return comparison(operator.string(), filter);
      default:
        throw new ZerobackException(
            ErrorCode.BAD_REQUEST, "There is no filter operator \"" + operator.string() + "\".");
    }
  }

  private static Filter comparison(String operator, Doc filter) {
    Doc left = filter.field("left");
    Doc right = filter.field("right");
    boolean fieldLeft = left.field("field").kind() == Doc.STRING;
    boolean fieldRight = right.field("field").kind() == Doc.STRING;
    if (fieldLeft == fieldRight) {
      throw new ZerobackException(
          ErrorCode.BAD_REQUEST,
          "A filter compares a field with a value: wrap exactly one side in q.field(\"...\").");
    }
    return fieldLeft ? compare(left, operator, right) : compare(right, mirrored(operator), left);
  }

  private static Filter compare(Doc field, String operator, Doc operand) {
    Doc value = operand.field("value");
    if (value.kind() >= Doc.BYTES) {
      throw new ZerobackException(
          ErrorCode.BAD_REQUEST,
          "Field \""
              + field.field("field").string()
              + "\" can be compared with a string, number, bigint, boolean, null or undefined only.");
    }
    if (value.kind() == Doc.STRING && !value.isWellFormed()) {
      throw new ZerobackException(
          ErrorCode.BAD_REQUEST,
          "Field \""
              + field.field("field").string()
              + "\" is compared with ill-formed text: it holds half of a surrogate pair.");
    }
    return new Comparison(FieldPath.parse(field.field("field").string()), operator, value);
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
}
