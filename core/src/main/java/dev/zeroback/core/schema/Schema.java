package dev.zeroback.core.schema;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Doc;
import java.util.HashMap;
import java.util.HashSet;

/** The tables of the deployed program. */
public final class Schema {
  private final Table[] tables;
  private final Doc description;
  private final HashMap<String, Table> byName = new HashMap<>();

  private Schema(Table[] tables, Doc description) {
    this.tables = tables;
    this.description = description;
    for (Table table : tables) {
      byName.put(table.name(), table);
    }
  }

  /**
   * Reads {@code {tables: {name: {fields, indexes, searchIndexes}}}}.
   *
   * @throws ZerobackException {@link ErrorCode#BAD_REQUEST} naming the table and index that are
   *     declared wrongly
   */
  public static Schema decode(Doc description) {
    Doc declared = description.field("tables");
    if (declared.kind() != Doc.OBJECT) {
      throw TableDecoder.refused(
          "schema.ts exports no schema; export the result of defineSchema({...}) as \"schema\".");
    }
    Table[] tables = new Table[declared.size()];
    HashSet<String> names = new HashSet<>();
    for (int i = 0; i < tables.length; i++) {
      String name = declared.keyAt(i);
      if (!names.add(name.toLowerCase())) {
        throw TableDecoder.refused(
            "Table \""
                + name
                + "\" differs from another one only in upper and lower case; rename one.");
      }
      tables[i] = TableDecoder.decode(name, i, declared.field(name));
    }
    return new Schema(tables, description);
  }

  /** The table of that name; {@code null} if there is none. */
  public Table table(String name) {
    return byName.get(name);
  }

  /** All tables, in the order of their ordinals; not to be changed. */
  public Table[] tables() {
    return tables;
  }

  /** What {@link #decode} has read. */
  public Doc description() {
    return description;
  }
}
