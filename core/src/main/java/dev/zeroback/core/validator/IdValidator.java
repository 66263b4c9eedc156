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
  Mismatch test(Doc value, int depth) {
    if (value.kind() != Doc.STRING) {
      return expected(value);
    }
    DocumentId id = DocumentId.parse(value.string());
    return id == null || !id.table().equals(table) ? expected(value) : null;
  }

  @Override
  String label() {
    return "id of table \"" + table + "\"";
  }
}
