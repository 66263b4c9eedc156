package dev.zeroback.core.schema;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.validator.ObjectValidator;
import dev.zeroback.core.value.FieldPath;
import dev.zeroback.core.value.SystemFields;

/** A table of documents. */
public final class Table {
  private final String name;
  private final int ordinal;
  private final ObjectValidator fields;
  private final Index[] indexes;
  private final SearchIndex[] searchIndexes;

  Table(
      String name,
      int ordinal,
      ObjectValidator fields,
      Index[] indexes,
      SearchIndex[] searchIndexes) {
    this.name = name;
    this.ordinal = ordinal;
    this.fields = fields;
    this.indexes = indexes;
    this.searchIndexes = searchIndexes;
  }

  public String name() {
    return name;
  }

  /** Position in the schema, from 0. */
  public int ordinal() {
    return ordinal;
  }

  /** The declared fields. */
  public ObjectValidator fields() {
    return fields;
  }

  /**
   * A path at which a document of the table can have a value.
   *
   * @throws ZerobackException {@link ErrorCode#BAD_REQUEST} when it can have none there
   */
  public FieldPath path(String text) {
    FieldPath path = FieldPath.parse(text);
    if (!SystemFields.has(text) && fields.kindsAt(path) == 0) {
      throw TableDecoder.refused("A query of table \"" + name + "\"" + undeclared(text, fields));
    }
    return path;
  }

  static String undeclared(String field, ObjectValidator declared) {
    return " names field \""
        + field
        + "\", which the table does not declare.\nDeclared fields: "
        + String.join(", ", declared.names())
        + "."
        + Spelling.hint(field, declared.names());
  }

  /** The declared indexes, in the order of their ordinals; not to be changed. */
  public Index[] indexes() {
    return indexes;
  }

  /** The declared index of that name; {@code null} if there is none. */
  public Index index(String indexName) {
    for (Index index : indexes) {
      if (index.name().equals(indexName)) {
        return index;
      }
    }
    return null;
  }

  /** The declared search indexes; not to be changed. */
  public SearchIndex[] searchIndexes() {
    return searchIndexes;
  }

  /** The search index on a field; {@code null} if there is none. */
  public SearchIndex searchIndexOn(String field) {
    for (SearchIndex index : searchIndexes) {
      if (index.searchField().text().equals(field)) {
        return index;
      }
    }
    return null;
  }

  /** Name of the SQL table. */
  public String sqlName() {
    return "t_".concat(name);
  }
}
