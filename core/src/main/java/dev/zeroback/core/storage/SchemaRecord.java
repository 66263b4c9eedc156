package dev.zeroback.core.storage;

import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.Docs;
import dev.zeroback.core.port.TextMap;
import dev.zeroback.core.schema.Index;

/**
 * The description of what is stored, to be kept with the database: the declared schema, and what
 * earlier ones declared and this one does not. Documents still hold fields that were removed, so
 * that a field which comes back with another type is compared with its former one. {@code columns}
 * of a table are its columns of sort keys, those of former indexes too.
 */
final class SchemaRecord {
  /**
   * Most columns of sort keys: SQLite on Durable Objects has at most 100 columns a table. Columns
   * of former indexes are given up when there would be more.
   */
  private static final int MOST_COLUMNS = 90;

  private SchemaRecord() {}

  /**
   * The description to keep once the database follows {@code declared}.
   *
   * @param recorded what was kept before; absent for a new database
   * @param declared {@code {tables: {...}}}
   */
  static Doc after(Doc recorded, Doc declared, Docs docs) {
    Doc before = recorded.field("tables");
    Doc now = declared.field("tables");
    Docs.ObjectBuilder tables = docs.object();
    for (int i = 0; i < now.size(); i++) {
      String name = now.keyAt(i);
      tables.set(name, table(before.field(name), now.field(name), docs));
    }
    for (int i = 0; i < size(before); i++) {
      String name = before.keyAt(i);
      if (now.field(name).kind() == Doc.ABSENT) {
        tables.set(name, before.field(name));
      }
    }
    Docs.ObjectBuilder description = docs.object();
    description.set("tables", tables.build());
    return description.build();
  }

  private static Doc table(Doc before, Doc now, Docs docs) {
    Docs.ObjectBuilder table = docs.object();
    table.set("system", now.field("system"));
    table.set("fields", fields(before.field("fields"), now.field("fields"), docs));
    table.set("indexes", now.field("indexes"));
    table.set("searchIndexes", now.field("searchIndexes"));
    table.set("columns", columns(before.field("columns"), now.field("indexes"), docs));
    return table.build();
  }

  private static Doc fields(Doc before, Doc now, Docs docs) {
    Docs.ObjectBuilder fields = docs.object();
    for (int i = 0; i < now.size(); i++) {
      String name = now.keyAt(i);
      fields.set(name, now.field(name));
    }
    for (int i = 0; i < size(before); i++) {
      String name = before.keyAt(i);
      if (now.field(name).kind() == Doc.ABSENT) {
        fields.set(name, optional(before.field(name), docs));
      }
    }
    return fields.build();
  }

  private static Doc columns(Doc before, Doc indexes, Docs docs) {
    Docs.ArrayBuilder columns = docs.array();
    TextMap<String> used = new TextMap<>();
    for (int i = 0; i < length(indexes); i++) {
      String column = Index.columnOf(indexes.at(i).field("name").string());
      used.put(column, column);
      columns.add(docs.of(column));
    }
    for (int i = 0; i < length(before); i++) {
      Doc column = before.at(i);
      if (!used.has(column.string()) && length(before) + used.size() <= MOST_COLUMNS) {
        columns.add(column);
      }
    }
    return columns.build();
  }

  private static int length(Doc list) {
    return list.kind() == Doc.ARRAY ? list.size() : 0;
  }

  /** Documents that are inserted from now on do not have the field. */
  private static Doc optional(Doc validator, Docs docs) {
    Doc type = validator.field("type");
    if (type.kind() == Doc.STRING && type.string().equals("optional")) {
      return validator;
    }
    Docs.ObjectBuilder optional = docs.object();
    optional.set("type", docs.of("optional"));
    optional.set("inner", validator);
    return optional.build();
  }

  private static int size(Doc object) {
    return object.kind() == Doc.OBJECT ? object.size() : 0;
  }
}
