package dev.zeroback.core.schema;

import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.Docs;

/**
 * The description of what is stored, to be kept with the database: the declared schema, and what
 * earlier ones declared and this one does not. Documents still hold fields that were removed, so
 * that a field which comes back with another type is compared with its former one.
 */
public final class SchemaRecord {
  private SchemaRecord() {}

  /**
   * The description to keep once the database follows {@code declared}.
   *
   * @param recorded what was kept before; absent for a new database
   * @param declared {@code {tables: {...}}}
   */
  public static Doc after(Doc recorded, Doc declared, Docs docs) {
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
    table.set("fields", fields(before.field("fields"), now.field("fields"), docs));
    table.set("indexes", now.field("indexes"));
    table.set("searchIndexes", now.field("searchIndexes"));
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
