package dev.zeroback.core.query;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.query.Query.Terminal;
import dev.zeroback.core.readset.KeyRange;
import dev.zeroback.core.schema.Index;
import dev.zeroback.core.schema.Schema;
import dev.zeroback.core.schema.Table;
import dev.zeroback.core.value.Keys;

/** Checks a query's description and decides which range of which index it walks. */
final class Planner {
  private static final double UNLIMITED = -1;

  private final Schema schema;
  private final RangePlanner ranges;

  Planner(Schema schema, Keys keys) {
    this.schema = schema;
    this.ranges = new RangePlanner(keys);
  }

  Query plan(Doc description) {
    Table table = table(description.field("table"));
    Doc indexName = description.field("index");
    Index index = null;
    KeyRange range = KeyRange.ALL;
    if (indexName.kind() == Doc.STRING) {
      String name = indexName.string();
      if (name.equals("by_id") || name.equals("by_creation_time")) {
        range = ranges.ofRows(name, description.field("range"));
      } else {
        index = index(table, name);
        range = ranges.ofIndex(index, description.field("range"));
      }
    }
    refuse(description, "search");
    refuse(description, "orderBy");
    return new Query(
        table,
        index,
        range,
        FilterDecoder.decodeAll(description.field("filter")),
        descending(description.field("order")),
        terminal(description.field("terminal").string()),
        limit(description));
  }

  private Table table(Doc name) {
    Table table = name.kind() == Doc.STRING ? schema.table(name.string()) : null;
    if (table == null) {
      throw new ZerobackException(
          ErrorCode.BAD_REQUEST,
          "There is no table \""
              + (name.kind() == Doc.STRING ? name.string() : "?")
              + "\" in the schema; check the spelling, or add it to schema.ts.");
    }
    return table;
  }

  private static Index index(Table table, String name) {
    Index index = table.index(name);
    if (index == null) {
      String known = "by_id, by_creation_time";
      for (Index other : table.indexes()) {
        known = known.concat(", ").concat(other.name());
      }
      throw new ZerobackException(
          ErrorCode.BAD_REQUEST,
          "Table \"" + table.name() + "\" has no index \"" + name + "\". It has: " + known + ".");
    }
    return index;
  }

  private static void refuse(Doc description, String feature) {
    if (description.field(feature).kind() != Doc.ABSENT) {
      throw new ZerobackException(
          ErrorCode.BAD_REQUEST,
          "This version cannot run a query with ."
              + feature
              + "(); use .withIndex() and .filter().");
    }
  }

  private static boolean descending(Doc order) {
    if (order.kind() == Doc.ABSENT || order.kind() == Doc.STRING && order.string().equals("asc")) {
      return false;
    }
    if (order.kind() == Doc.STRING && order.string().equals("desc")) {
      return true;
    }
    throw new ZerobackException(ErrorCode.BAD_REQUEST, ".order() takes \"asc\" or \"desc\".");
  }

  private static Terminal terminal(String name) {
    switch (name) {
      case "collect":
      case "take":
        return Terminal.COLLECT;
      case "first":
        return Terminal.FIRST;
      case "unique":
        return Terminal.UNIQUE;
      case "count":
        return Terminal.COUNT;
      default:
        throw new ZerobackException(
            ErrorCode.BAD_REQUEST, "This version cannot end a query with ." + name + "().");
    }
  }

  private static double limit(Doc description) {
    switch (description.field("terminal").string()) {
      case "take":
        return count(description.field("n"));
      case "first":
        return 1;
      case "unique":
        return 2;
      default:
        return UNLIMITED;
    }
  }

  private static double count(Doc n) {
    double value = n.kind() == Doc.NUMBER ? n.number() : -1;
    if (!(value >= 0 && Math.floor(value) == value && value <= 1e15)) {
      throw new ZerobackException(
          ErrorCode.BAD_REQUEST, ".take(n) takes a whole number of at least 0.");
    }
    return value;
  }
}
