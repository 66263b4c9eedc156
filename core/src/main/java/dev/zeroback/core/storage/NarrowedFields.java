package dev.zeroback.core.storage;

import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.SqlStorage;
import dev.zeroback.core.schema.Table;
import dev.zeroback.core.validator.Validator;
import java.util.ArrayList;

/** Finds the stored documents that a changed declaration of their fields would no longer accept. */
final class NarrowedFields {
  private NarrowedFields() {}

  /**
   * A line for each field that stored documents violate, with their number and one of them. Only
   * fields that may be violated are looked at; the documents are not read when there is none.
   *
   * @param stored what the documents follow so far
   */
  static String faults(SqlStorage sql, Table stored, Table declared) {
    ArrayList<String> names = narrowed(stored, declared);
    if (names.isEmpty()) {
      return "";
    }
    int[] counts = new int[names.size()];
    String[] examples = new String[counts.length];
    StoredRows rows = new StoredRows(sql, SqlNames.quote(declared.sqlName()));
    while (rows.next()) {
      for (int row = 0; row < rows.size; row++) {
        for (int i = 0; i < counts.length; i++) {
          Validator field = declared.fields().field(names.get(i));
          Doc value = rows.documents[row].field(names.get(i));
          if (!field.acceptsStored(value) && counts[i]++ == 0) {
            examples[i] =
                rows.documents[row].field("_id").string().concat(fault(field, value, names.get(i)));
          }
        }
      }
    }
    String faults = "";
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        faults +=
            "\n- Table \""
                + declared.name()
                + "\", field \""
                + names.get(i)
                + "\": documents that do not fit: "
                + counts[i]
                + ", for example "
                + examples[i];
      }
    }
    return faults;
  }

  private static String fault(Validator field, Doc value, String name) {
    try {
      field.checkStored(value, name);
      return "";
    } catch (ZerobackException refused) {
      return " (".concat(refused.getMessage()).concat(")");
    }
  }

  private static ArrayList<String> narrowed(Table stored, Table declared) {
    ArrayList<String> narrowed = new ArrayList<>();
    for (String name : declared.fields().names()) {
      Validator before = stored.fields().field(name);
      Validator after = declared.fields().field(name);
      boolean fits = before == null ? after.isOptional() : after.includesAll(before);
      if (!fits) {
        narrowed.add(name);
      }
    }
    return narrowed;
  }
}
