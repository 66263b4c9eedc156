package dev.zeroback.core.validator;

import dev.zeroback.core.port.Doc;
import dev.zeroback.core.value.DocumentId;

/** The id of a document of one table, which may be gone. */
final class IdValidator extends Validator {
  private final String table;

  IdValidator(String table) {
    this.table = table;
  }

  @Override
  boolean accepts(Doc value, Walk walk) {
    DocumentId id = value.kind() == Doc.STRING ? DocumentId.parse(value.string()) : null;
    return id != null && id.table().equals(table) || walk.expected(this, value);
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
