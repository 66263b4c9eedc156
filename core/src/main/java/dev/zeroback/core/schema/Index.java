package dev.zeroback.core.schema;

import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.Docs;
import dev.zeroback.core.value.FieldPath;
import dev.zeroback.core.value.Keys;

/** An index: documents in the order of some of their fields, then of insertion. */
public final class Index {
  private final String table;
  private final String name;
  private final int ordinal;
  private final FieldPath[] fields;
  private final boolean unique;

  Index(String table, String name, int ordinal, FieldPath[] fields, boolean unique) {
    this.table = table;
    this.name = name;
    this.ordinal = ordinal;
    this.fields = fields;
    this.unique = unique;
  }

  public String name() {
    return name;
  }

  /** Position among the table's indexes, from 0. */
  public int ordinal() {
    return ordinal;
  }

  /** The most significant field first; not to be changed. */
  public FieldPath[] fields() {
    return fields;
  }

  /** Whether no two documents may have equal fields. */
  public boolean unique() {
    return unique;
  }

  /** Name of the column that holds the sort key. SQL takes upper and lower case for the same. */
  public String column() {
    return columnOf(name);
  }

  /** The {@link #column()} of an index of that name. */
  public static String columnOf(String name) {
    return "k_".concat(name.toLowerCase());
  }

  /** Name of the SQL index, to be quoted. The dot keeps the names of two tables' indexes apart. */
  public String sqlName() {
    return "i_".concat(table).concat(".").concat(name);
  }

  /** The sort key of a document. */
  public String key(Keys keys, Doc document) {
    return keys.encodeFields(fields, document);
  }

  /** A document's values of the fields, for messages: {@code email = "a@b.c", team = nothing}. */
  public String describe(Doc document, Docs docs) {
    String values = "";
    for (FieldPath field : fields) {
      Doc value = field.read(document);
      values =
          values
              .concat(values.isEmpty() ? "" : ", ")
              .concat(field.text())
              .concat(" = ")
              .concat(value.kind() == Doc.ABSENT ? "nothing" : docs.stringify(value));
    }
    return values;
  }
}
