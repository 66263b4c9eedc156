package dev.zeroback.core.schema;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.validator.ObjectValidator;

/** Reads a table's declaration and refuses what SQL, ids or queries could not carry. */
final class TableDecoder {
  private TableDecoder() {}

  static Table decode(String name, int ordinal, Doc declaration) {
    // A table that the host adds for itself has a name that no table of an app can have.
    boolean hosts = name.startsWith("_") && declaration.field("system").kind() == Doc.BOOLEAN;
    if (!NamingRules.isName(hosts ? name.substring(1) : name) && !SystemTables.has(name)) {
      throw refusedName(name);
    }
    if (declaration.kind() != Doc.OBJECT) {
      throw refused("Table \"" + name + "\" is no table; declare it with defineTable({...}).");
    }
    ObjectValidator fields = ObjectValidator.ofFields(declaration.field("fields"), name);
    checkFieldNames(name, fields.names());
    IndexDecoder decoder = new IndexDecoder(name, fields);
    return new Table(
        name,
        ordinal,
        fields,
        decoder.indexes(declaration.field("indexes")),
        decoder.searchIndexes(declaration.field("searchIndexes")));
  }

  private static void checkFieldNames(String table, String[] names) {
    for (String name : names) {
      if (!NamingRules.isField(name)) {
        throw refused(
            "Table \""
                + table
                + "\" declares a field \""
                + name
                + "\". A field's name "
                + NamingRules.FIELD_RULE);
      }
    }
  }

  static ZerobackException refusedName(String name) {
    return refused("Table name \"" + name + "\" cannot be used: " + NamingRules.RULE + ".");
  }

  static ZerobackException refused(String message) {
    return new ZerobackException(ErrorCode.BAD_REQUEST, message);
  }
}
