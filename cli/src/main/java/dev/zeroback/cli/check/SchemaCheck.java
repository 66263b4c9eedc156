package dev.zeroback.cli.check;

import dev.zeroback.cli.analysis.Project;
import dev.zeroback.cli.analysis.SchemaModel;
import dev.zeroback.cli.analysis.SchemaModel.Shape;
import dev.zeroback.cli.analysis.SchemaModel.Table;
import dev.zeroback.cli.analysis.TypeShape;
import dev.zeroback.cli.analysis.Written;
import dev.zeroback.cli.diagnostic.Diagnostics;
import dev.zeroback.cli.diagnostic.Suggestion;
import dev.zeroback.core.schema.NamingRules;
import dev.zeroback.core.value.SystemFields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Names of tables, fields and indexes, and the fields that indexes name. */
final class SchemaCheck {
  private final Diagnostics diagnostics;

  private SchemaCheck(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  static void check(Project project, Diagnostics diagnostics) {
    List<Table> tables = project.schema().flatMap(SchemaModel::tables).orElse(List.of());
    new SchemaCheck(diagnostics).checkTables(tables);
  }

  private void checkTables(List<Table> tables) {
    Map<String, String> seen = new HashMap<>();
    for (Table table : tables) {
      Written name = table.name();
      if (!NamingRules.isName(name.text())) {
        report(
            name,
            "INVALID_TABLE_NAME",
            "Table name \"" + name.text() + "\" cannot be used: " + NamingRules.RULE + ".");
      }
      String before = seen.put(name.text().toLowerCase(Locale.ROOT), name.text());
      if (before != null) {
        report(
            name,
            "DUPLICATE_TABLE",
            before.equals(name.text())
                ? "Table \"" + before + "\" is declared twice. Remove or rename one."
                : "Tables \""
                    + before
                    + "\" and \""
                    + name.text()
                    + "\" differ only in case, which SQL does not see. Rename one.");
      }
      table.shape().ifPresent(shape -> checkShape(name, shape));
    }
  }

  private void checkShape(Written table, Shape shape) {
    for (String field : shape.fields().keySet()) {
      if (SystemFields.has(field)) {
        report(
            table,
            "RESERVED_FIELD",
            "Table \""
                + table.text()
                + "\" declares \""
                + field
                + "\", which every document has anyway. Remove it from the table.");
      } else if (!NamingRules.isField(field)) {
        report(
            table,
            "INVALID_FIELD_NAME",
            "Table \""
                + table.text()
                + "\" declares a field \""
                + field
                + "\". A field's name "
                + NamingRules.FIELD_RULE);
      }
    }
    checkIndexes(table, shape);
    Set<String> searched = new HashSet<>();
    for (SchemaModel.SearchIndex index : shape.searchIndexes()) {
      checkSearchIndex(table, shape, index);
      if (!searched.add(index.field().text())) {
        report(
            index.field(),
            "DUPLICATE_SEARCH_FIELD",
            "Table \""
                + table.text()
                + "\" has two search indexes on field \""
                + index.field().text()
                + "\". Keep one of them.");
      }
    }
  }

  private void checkSearchIndex(Written table, Shape shape, SchemaModel.SearchIndex index) {
    Optional<TypeShape> type = checkField(table, shape, index.name(), index.field());
    if (type.isPresent() && !isText(type.get())) {
      report(
          index.field(),
          "SEARCH_FIELD_NOT_TEXT",
          "Search index \""
              + index.name().text()
              + "\" on table \""
              + table.text()
              + "\" names field \""
              + index.field().text()
              + "\", which is not a string. Name a v.string() field.");
    }
    index.filterFields().forEach(field -> checkField(table, shape, index.name(), field));
    if (index.tokenizer().isPresent() && !NamingRules.isTokenizer(index.tokenizer().get().text())) {
      report(
          index.tokenizer().get(),
          "UNKNOWN_TOKENIZER",
          "Search index \""
              + index.name().text()
              + "\" on table \""
              + table.text()
              + "\" has the tokenizer \""
              + index.tokenizer().get().text()
              + "\". Use \"unicode61\", \"porter\" or \"trigram\".");
    }
  }

  private void checkIndexes(Written table, Shape shape) {
    List<Written> names = new ArrayList<>();
    shape.indexes().forEach(index -> names.add(index.name()));
    shape.searchIndexes().forEach(index -> names.add(index.name()));
    Set<String> seen = new HashSet<>();
    for (Written name : names) {
      if (!NamingRules.isName(name.text())) {
        report(
            name,
            "INVALID_INDEX_NAME",
            "Index name \"" + name.text() + "\" cannot be used: " + NamingRules.RULE + ".");
      } else if (NamingRules.isBuiltInIndex(name.text())) {
        report(
            name,
            "RESERVED_INDEX",
            "Every table has an index \""
                + name.text()
                + "\" already. Remove this one or rename it.");
      } else if (!seen.add(name.text().toLowerCase(Locale.ROOT))) {
        report(
            name,
            "DUPLICATE_INDEX",
            "Table \"" + table.text() + "\" has two indexes \"" + name.text() + "\". Rename one.");
      }
    }
    if (shape.indexes().size() > NamingRules.MAX_INDEXES) {
      report(
          shape.indexes().get(NamingRules.MAX_INDEXES).name(),
          "TOO_MANY_INDEXES",
          "Table \""
              + table.text()
              + "\" declares more than "
              + NamingRules.MAX_INDEXES
              + " indexes. Remove some.");
    }
    for (SchemaModel.Index index : shape.indexes()) {
      checkIndexFields(table, shape, index);
    }
  }

  private void checkIndexFields(Written table, Shape shape, SchemaModel.Index index) {
    if (index.fields().isEmpty()) {
      report(
          index.name(),
          "EMPTY_INDEX",
          "Index \""
              + index.name().text()
              + "\" on table \""
              + table.text()
              + "\" names no field. Name at least one.");
    }
    Set<String> seen = new HashSet<>();
    for (Written field : index.fields()) {
      checkField(table, shape, index.name(), field);
      if (!seen.add(field.text())) {
        report(
            field,
            "DUPLICATE_INDEX_FIELD",
            "Index \""
                + index.name().text()
                + "\" names field \""
                + field.text()
                + "\" twice. Remove one.");
      }
    }
  }

  /** Returns the type of the field that an index names; reports a name that nothing declares. */
  private Optional<TypeShape> checkField(Written table, Shape shape, Written index, Written field) {
    if (SystemFields.has(field.text())) {
      report(
          field,
          "SYSTEM_INDEX_FIELD",
          "Index \""
              + index.text()
              + "\" on table \""
              + table.text()
              + "\" names field \""
              + field.text()
              + "\". Leave it out: documents with equal fields are in the order of creation in every"
              + " index.");
      return Optional.empty();
    }
    FieldPath.Found found = FieldPath.find(shape.fields(), field.text());
    if (found.missing().isPresent()) {
      String names = String.join(", ", found.declared());
      report(
          field,
          "UNKNOWN_INDEX_FIELD",
          "Index \""
              + index.text()
              + "\" on table \""
              + table.text()
              + "\" names field \""
              + field.text()
              + "\", which the table does not declare.\n"
              + (names.isEmpty()
                  ? "No fields are declared there."
                  : "Declared fields: " + names + ".")
              + Suggestion.among(found.declared(), found.missing().get()));
    }
    return found.type();
  }

  private static boolean isText(TypeShape type) {
    if (type instanceof TypeShape.Union union) {
      return union.members().stream().anyMatch(SchemaCheck::isText);
    }
    return type instanceof TypeShape.Id
        || type instanceof TypeShape.Simple simple
            && (simple.text().equals("string")
                || simple.text().equals("any")
                || simple.text().startsWith("\""));
  }

  private void report(Written at, String code, String message) {
    diagnostics.add(at.path(), at.position(), code, message);
  }
}
