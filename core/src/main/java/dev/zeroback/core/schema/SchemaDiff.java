package dev.zeroback.core.schema;

import java.util.ArrayList;
import java.util.List;

/**
 * What a deployment changes, as data: the stored tables against the declared ones. A table that is
 * no longer declared is not listed, because nothing is done about it: it stays as it is.
 *
 * @param added declared tables that are not stored yet
 * @param changed stored tables whose indexes change or whose documents must be looked at
 */
public record SchemaDiff(List<Table> added, List<TableDiff> changed) {
  /**
   * Compares two schemas.
   *
   * @param stored what the stored documents follow: {@link SchemaRecord}
   */
  public static SchemaDiff between(Schema stored, Schema declared) {
    ArrayList<Table> added = new ArrayList<>();
    ArrayList<TableDiff> changed = new ArrayList<>();
    for (Table table : declared.tables()) {
      Table before = stored.table(table.name());
      if (before == null) {
        added.add(table);
      } else {
        TableDiff diff = TableDiff.between(before, table);
        if (!diff.isEmpty()) {
          changed.add(diff);
        }
      }
    }
    return new SchemaDiff(added, changed);
  }

  public boolean isEmpty() {
    return added.isEmpty() && changed.isEmpty();
  }
}
