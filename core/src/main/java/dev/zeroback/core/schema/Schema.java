package dev.zeroback.core.schema;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.TextMap;

/** The tables of the deployed program. */
public final class Schema {
  private final Table[] tables;
  private final Doc description;
  private final TextMap<Table> byName = new TextMap<>();

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
    TextMap<String> names = new TextMap<>();
    for (int i = 0; i < tables.length; i++) {
      String name = declared.keyAt(i);
      if (!names.putNew(name.toLowerCase(), name)) {
        throw TableDecoder.refused(
            "Table \""
                + name
                + "\" differs from another one only in upper and lower case; rename one.");
      }
      tables[i] = TableDecoder.decode(name, i, declared.field(name));
    }
    Schema schema = new Schema(tables, description);
    for (int i = 0; i < tables.length; i++) {
      String name = tables[i].name();
      schema.checkIds(declared.field(name), "Table ".concat(name));
    }
    return schema;
  }

  /** The table of that name; {@code null} if there is none. */
  public Table table(String name) {
    return byName.get(name);
  }

  /** The app's table of that name; {@code null} if there is none or it is a system table. */
  public Table userTable(String name) {
    return SystemTables.has(name) ? null : byName.get(name);
  }

  /** All tables, in the order of their ordinals; not to be changed. */
  public Table[] tables() {
    return tables;
  }

  /** What {@link #decode} has read. */
  public Doc description() {
    return description;
  }

  /**
   * Checks that every {@code v.id(table)} in a description of validators names a declared table.
   *
   * @param where what is described, for the message
   * @throws ZerobackException {@link ErrorCode#BAD_REQUEST} when one does not
   */
  public void checkIds(Doc description, String where) {
    if (description.kind() == Doc.ARRAY) {
      for (int i = 0; i < description.size(); i++) {
        checkIds(description.at(i), where);
      }
    } else if (description.kind() == Doc.OBJECT) {
      Doc type = description.field("type");
      boolean isId = type.kind() == Doc.STRING && type.string().equals("id");
      if (isId && !byName.has(description.field("table").string())) {
        throw unknownTable(description.field("table").string(), where);
      }
      for (int i = 0; i < description.size(); i++) {
        String key = description.keyAt(i);
        checkIds(
            description.field(key), key.equals("fields") ? where : where.concat(".").concat(key));
      }
    }
  }

  private ZerobackException unknownTable(String name, String where) {
    String[] declared = new String[tables.length];
    for (int i = 0; i < tables.length; i++) {
      declared[i] = tables[i].name();
    }
    return TableDecoder.refused(
        where
            + ": v.id(\""
            + name
            + "\") names a table that schema.ts does not declare."
            + Spelling.hint(name, declared));
  }
}
