package dev.zeroback.core.query;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.Docs;
import dev.zeroback.core.query.Query.Terminal;
import dev.zeroback.core.query.search.SearchCompiler;
import dev.zeroback.core.readset.KeyRange;
import dev.zeroback.core.schema.Index;
import dev.zeroback.core.schema.Schema;
import dev.zeroback.core.schema.SearchIndex;
import dev.zeroback.core.schema.Table;
import dev.zeroback.core.value.FieldPath;
import dev.zeroback.core.value.Keys;
import dev.zeroback.core.value.SystemFields;

/** Checks a query's description and decides which range of which index it walks. */
final class Planner {
  private static final double UNLIMITED = -1;

  private final Schema schema;
  private final Docs docs;
  private final RangePlanner ranges;
  private final Pages pages;

  Planner(Schema schema, Docs docs, Keys keys, Pages pages) {
    this.docs = docs;
    this.schema = schema;
    this.pages = pages;
    this.ranges = new RangePlanner(keys);
  }

  Query plan(Doc description) {
    Table table = table(description.field("table"));
    Doc indexName = description.field("index");
    Index index = null;
    KeyRange range = KeyRange.ALL;
    Filter filter = new FilterDecoder(docs, table).decodeAll(description.field("filter"));
    if (indexName.kind() == Doc.STRING) {
      String name = indexName.string();
      if (name.equals("by_id") || name.equals("by_creation_time")) {
        range = ranges.ofRows(table, name, description.field("range"));
        filter = exactly(name, description.field("range"), filter);
      } else {
        index = index(table, name);
        range = ranges.ofIndex(index, description.field("range"));
      }
    }
    Search search = search(table, description);
    if (search != null && search.isEmpty()) {
      range = KeyRange.ofKeys("", "");
    }
    Doc orderBy = description.field("orderBy");
    boolean descending = descending(description.field("order"));
    FieldSort sort = null;
    if (orderBy.kind() == Doc.OBJECT) {
      if (search != null) {
        throw new ZerobackException(
            ErrorCode.BAD_REQUEST,
            ".search() cannot be combined with .orderBy(): results come in the order of relevance;"
                + " sort what was found.");
      }
      FieldPath field = table.path(orderBy.field("field").string());
      descending = descending(orderBy.field("direction"));
      if (indexName.kind() == Doc.ABSENT) {
        index = indexOn(table, field);
      }
      sort = isOrderOf(index, field) ? null : new FieldSort(field);
    }
    Terminal terminal = terminal(description.field("terminal").string());
    Query query =
        new Query(
            table,
            index,
            range,
            filter,
            sort,
            search,
            descending,
            terminal,
            limit(description),
            terminal == Terminal.PAGE ? pages.fingerprint(description, descending) : null,
            null);
    return terminal == Terminal.PAGE ? pages.from(query, description.field("cursor")) : query;
  }

  /**
   * The conditions on {@code _id} themselves: the row range knows only the leading bits of an id,
   * so that a made-up id would find another one's document.
   */
  private static Filter exactly(String index, Doc constraints, Filter filter) {
    int count = index.equals("by_id") && constraints.kind() == Doc.ARRAY ? constraints.size() : 0;
    if (count == 0) {
      return filter;
    }
    Filter[] all = new Filter[filter == null ? count : count + 1];
    for (int i = 0; i < count; i++) {
      Doc constraint = constraints.at(i);
      all[i] =
          new Comparison(
              FieldPath.parse("_id"), constraint.field("op").string(), constraint.field("value"));
    }
    if (filter != null) {
      all[count] = filter;
    }
    return new Junction(all, true);
  }

  /** The index of that field alone; {@code null} if there is none. */
  private static Index indexOn(Table table, FieldPath field) {
    for (Index index : table.indexes()) {
      if (isOrderOf(index, field)) {
        return index;
      }
    }
    return null;
  }

  /** Whether walking {@code index} gives the order of {@code field}, equal values by row. */
  private static boolean isOrderOf(Index index, FieldPath field) {
    String name = field.text();
    return index == null
        ? SystemFields.has(name)
        : index.fields().length == 1 && index.fields()[0].text().equals(name);
  }

  private Table table(Doc name) {
    Table table = name.kind() == Doc.STRING ? schema.userTable(name.string()) : null;
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

  /** What {@code .search()} asks for; {@code null} if it was not used. */
  private Search search(Table table, Doc description) {
    Doc asked = description.field("search");
    if (asked.kind() == Doc.ABSENT) {
      return null;
    }
    Doc field = asked.field("field");
    Doc text = asked.field("query");
    if (field.kind() != Doc.STRING || text.kind() != Doc.STRING) {
      throw new ZerobackException(
          ErrorCode.BAD_REQUEST, ".search(field, query) takes the name of a field and a string.");
    }
    if (description.field("index").kind() != Doc.ABSENT) {
      throw new ZerobackException(
          ErrorCode.BAD_REQUEST,
          ".search() cannot be combined with .withIndex(); narrow a search with .filter().");
    }
    SearchIndex index = table.searchIndexOn(field.string());
    if (index == null) {
      throw noSearchIndex(table, field.string());
    }
    return Search.of(index, SearchCompiler.compile(text.string(), index.tokenizer()), docs);
  }

  private static ZerobackException noSearchIndex(Table table, String field) {
    String known = "";
    for (SearchIndex index : table.searchIndexes()) {
      known = known.concat(known.isEmpty() ? "" : ", ").concat(index.searchField().text());
    }
    return new ZerobackException(
        ErrorCode.BAD_REQUEST,
        "Table \""
            + table.name()
            + "\" has no search index on field \""
            + field
            + "\". Searchable fields: "
            + (known.isEmpty() ? "none" : known)
            + ". Declare .searchIndex(name, { searchField: \""
            + field
            + "\" }) in schema.ts.");
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
      case "paginate":
        return Terminal.PAGE;
      default:
        throw new ZerobackException(
            ErrorCode.BAD_REQUEST, "There is no way to end a query with ." + name + "().");
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
      case "paginate":
        return Pages.size(description.field("numItems")) + 1;
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
