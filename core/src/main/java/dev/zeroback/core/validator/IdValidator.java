package dev.zeroback.core.validator;

import dev.zeroback.core.port.Doc;

/** The id of a document of one table, which may be gone or never have been. */
final class IdValidator extends Validator {
  private final String table;

  IdValidator(String table) {
    this.table = table;
  }

  @Override
  boolean accepts(Doc value, Walk walk) {
    return value.kind() == Doc.STRING && value.string().startsWith(table.concat(":"))
        ? StringValidator.isWellFormed(value, walk)
        : walk.expected(this, value);
  }

  @Override
  boolean includes(Validator other) {
    return other instanceof IdValidator id && id.table.equals(table);
  }

  @Override
  int kinds() {
    return 1 << Doc.STRING;
  }

  @Override
  String label() {
    return "id of table \"" + table + "\"";
  }
}
