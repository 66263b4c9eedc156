package dev.zeroback.core.query;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.readset.KeyRange;
import dev.zeroback.core.schema.Index;
import dev.zeroback.core.schema.Table;
import dev.zeroback.core.value.DocumentId;
import dev.zeroback.core.value.FieldPath;
import dev.zeroback.core.value.Keys;

/**
 * Turns the constraints of {@code withIndex} into one range: equality on leading fields, then one
 * range.
 */
final class RangePlanner {
  private static final double RIDS_PER_MILLI = 2_048;

  private final Keys keys;

  RangePlanner(Keys keys) {
    this.keys = keys;
  }

  /**
   * The range of a declared index.
   *
   * @param constraints {@code [{op, field, value}]}
   */
  KeyRange ofIndex(Index index, Doc constraints) {
    FieldPath[] fields = index.fields();
    int count = constraints.kind() == Doc.ARRAY ? constraints.size() : 0;
    String prefix = "";
    int position = 0;
    while (position < count && operator(constraints.at(position)).equals("eq")) {
      if (position == fields.length) {
        throw allConstrained(index.name(), fields.length);
      }
      expectField(index.name(), fields[position], constraints.at(position));
      prefix = prefix.concat(keys.encode(constraints.at(position).field("value")));
      position++;
    }
    String start = prefix;
    String end = prefix.concat(Keys.END);
    boolean hasStart = false;
    boolean hasEnd = false;
    for (int i = position; i < count; i++) {
      Doc constraint = constraints.at(i);
      if (position == fields.length) {
        throw allConstrained(index.name(), fields.length);
      }
      expectField(index.name(), fields[position], constraint);
      String bound = prefix.concat(keys.encode(constraint.field("value")));
      switch (operator(constraint)) {
        case "gt":
          hasStart = once(index.name(), hasStart);
          start = bound.concat(Keys.END);
          break;
        case "gte":
          hasStart = once(index.name(), hasStart);
          start = bound;
          break;
        case "lt":
          hasEnd = once(index.name(), hasEnd);
          end = bound;
          break;
        case "lte":
          hasEnd = once(index.name(), hasEnd);
          end = bound.concat(Keys.END);
          break;
        default:
          throw lateEquality(index.name());
      }
    }
    return KeyRange.ofKeys(start, end);
  }

  /** The range of {@code by_creation_time}, or of {@code by_id}: both are the order of row ids. */
  KeyRange ofRows(Table table, String index, Doc constraints) {
    double start = 0;
    double end = Double.MAX_VALUE;
    int count = constraints.kind() == Doc.ARRAY ? constraints.size() : 0;
    // Rows hold the leading bits of ids; the rest is compared by a filter.
    boolean byId = index.equals("by_id");
    boolean equals = false;
    boolean hasStart = false;
    boolean hasEnd = false;
    FieldPath field = FieldPath.parse(byId ? "_id" : "_creationTime");
    for (int i = 0; i < count; i++) {
      Doc constraint = constraints.at(i);
      expectField(index, field, constraint);
      String operator = operator(constraint);
      if (equals) {
        throw allConstrained(index, 1);
      }
      if (operator.equals("eq")) {
        if (i > 0) {
          throw lateEquality(index);
        }
        equals = true;
      } else if (operator.startsWith("g")) {
        hasStart = once(index, hasStart);
      } else {
        hasEnd = once(index, hasEnd);
      }
      Doc value = constraint.field("value");
      double from = byId ? rowOf(table, value) : firstRowAt(value);
      double to = byId ? from + 1 : firstRowAfter(value);
      if (operator.equals("eq") || operator.startsWith("g")) {
        start = Math.max(start, operator.equals("gt") && !byId ? to : from);
      }
      if (operator.equals("eq") || operator.startsWith("l")) {
        end = Math.min(end, operator.equals("lt") && !byId ? from : to);
      }
    }
    return end == Double.MAX_VALUE
        ? new KeyRange("", start, KeyRange.END_KEY, 0)
        : KeyRange.ofRows(start, Math.max(start, end));
  }

  private static double firstRowAt(Doc millis) {
    return Math.ceil(number(millis)) * RIDS_PER_MILLI;
  }

  private static double firstRowAfter(Doc millis) {
    return (Math.floor(number(millis)) + 1) * RIDS_PER_MILLI;
  }

  private static double number(Doc value) {
    if (value.kind() != Doc.NUMBER || Double.isNaN(value.number())) {
      throw misuse("by_creation_time", "compares _creationTime with a number of milliseconds");
    }
    return Math.max(0, Math.min(value.number(), 1e13));
  }

  private static double rowOf(Table table, Doc value) {
    DocumentId id = value.kind() == Doc.STRING ? DocumentId.parse(value.string()) : null;
    if (id == null || !id.table().equals(table.name())) {
      throw misuse("by_id", "compares _id with an id of table \"" + table.name() + "\"");
    }
    return id.rid();
  }

  private static ZerobackException allConstrained(String index, int fields) {
    return misuse(index, "has " + fields + " fields, all of them are already constrained");
  }

  private static ZerobackException lateEquality(String index) {
    return misuse(
        index,
        "takes equality on its leading fields first, then one range; move eq before the range");
  }

  private static boolean once(String index, boolean already) {
    if (already) {
      throw misuse(index, "takes one lower and one upper bound; two of the same side were given");
    }
    return true;
  }

  private static String operator(Doc constraint) {
    return constraint.field("op").string();
  }

  private static void expectField(String index, FieldPath expected, Doc constraint) {
    String actual = constraint.field("field").string();
    if (!expected.text().equals(actual)) {
      throw misuse(index, "expects field \"" + expected.text() + "\" here, got \"" + actual + "\"");
    }
    if (constraint.field("value").kind() == Doc.FOREIGN) {
      throw misuse(
          index,
          "cannot compare \"" + actual + "\" with a " + constraint.field("value").foreignName());
    }
  }

  private static ZerobackException misuse(String index, String what) {
    return new ZerobackException(
        ErrorCode.BAD_REQUEST, "withIndex(\"" + index + "\") " + what + ".");
  }
}
