package dev.zeroback.cli.generate;

import dev.zeroback.cli.analysis.Project;
import dev.zeroback.cli.analysis.SchemaModel;
import dev.zeroback.cli.analysis.SchemaModel.Shape;
import dev.zeroback.cli.analysis.SchemaModel.Table;
import dev.zeroback.cli.analysis.TypeShape;
import dev.zeroback.cli.analysis.TypeText;
import dev.zeroback.cli.analysis.Written;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/** Writes {@code dataModel.ts}: the documents, indexes and searchable fields of every table. */
final class DataModelFile {
  private final String schemaType;
  private final List<Table> tables;
  private final boolean inferred;

  private DataModelFile(Optional<SchemaModel> schema) {
    this.schemaType =
        schema.isPresent() && schema.get().exported().equals("default")
            ? "typeof schema.default"
            : "typeof schema.schema";
    this.tables = schema.flatMap(SchemaModel::tables).orElse(List.of());
    this.inferred = schema.isPresent() && schema.get().tables().isEmpty();
  }

  static GeneratedFile of(Project project) {
    return GeneratedFile.of("dataModel.ts", new DataModelFile(project.schema()).body());
  }

  private String body() {
    String types =
        inferred
            ? "/** Every table's documents. */\nexport type DataModel = InferDataModel<"
                + schemaType
                + ">\n\n"
                + "/** The fields of every table's declared indexes. */\nexport type TableIndexes = InferTableIndexes<"
                + schemaType
                + ">\n\n"
                + "/** The fields of every table that `search` can name. */\nexport type SearchFields = InferSearchFields<"
                + schemaType
                + ">\n"
            : "/** Every table's documents. */\n"
                + declaration("DataModel", this::document)
                + "\n/** The fields of every table's declared indexes. */\n"
                + declaration("TableIndexes", this::indexes)
                + "\n/** The fields of every table that `search` can name. */\n"
                + declaration("SearchFields", this::searchFields);
    String documents =
        "\n/** A stored document of a table. */\nexport type Doc<Table extends keyof DataModel> = DataModel[Table]\n";
    return imports(types) + types + documents + "\nexport type { Id }\n";
  }

  private static String imports(String types) {
    TreeSet<String> names = new TreeSet<>(List.of("Id"));
    for (String name :
        List.of(
            "InferDataModel",
            "InferDocument",
            "InferIndexes",
            "InferSearchField",
            "InferSearchFields",
            "InferTableIndexes")) {
      if (types.contains(name + "<")) {
        names.add(name);
      }
    }
    String schema =
        types.contains("typeof schema.") ? "import type * as schema from \"../schema.js\"\n" : "";
    return "import type { "
        + String.join(", ", names)
        + " } from \"@zeroback/server\"\n"
        + schema
        + "\n";
  }

  private String declaration(String name, Function<Table, String> type) {
    if (tables.isEmpty()) {
      return "export type " + name + " = {}\n";
    }
    StringBuilder text = new StringBuilder("export type " + name + " = {\n");
    for (Table table : tables) {
      text.append("  ")
          .append(TypeText.key(table.name().text()))
          .append(": ")
          .append(type.apply(table))
          .append('\n');
    }
    return text.append("}\n").toString();
  }

  private String document(Table table) {
    if (table.shape().isEmpty()) {
      return inferredFrom("InferDocument", table);
    }
    Map<String, TypeShape.Field> fields = new LinkedHashMap<>();
    fields.put("_id", new TypeShape.Field(new TypeShape.Id(table.name().text()), false));
    fields.put("_creationTime", new TypeShape.Field(new TypeShape.Simple("number"), false));
    fields.putAll(table.shape().get().fields());
    return TypeText.object(fields, "  ");
  }

  private String indexes(Table table) {
    if (table.shape().isEmpty()) {
      return inferredFrom("InferIndexes", table);
    }
    Shape shape = table.shape().get();
    if (shape.indexes().isEmpty()) {
      return "{}";
    }
    StringBuilder text = new StringBuilder("{\n");
    for (SchemaModel.Index index : shape.indexes()) {
      List<String> fields = index.fields().stream().map(Written::text).toList();
      text.append("    ").append(TypeText.key(index.name().text()));
      text.append(": readonly [").append(quoted(fields, ", ")).append("]\n");
    }
    return text.append("  }").toString();
  }

  private String searchFields(Table table) {
    if (table.shape().isEmpty()) {
      return inferredFrom("InferSearchField", table);
    }
    List<String> fields = table.shape().get().searchFields();
    return fields.isEmpty() ? "never" : quoted(fields, " | ");
  }

  private String inferredFrom(String helper, Table table) {
    return helper + "<" + schemaType + ", " + TypeText.quoted(table.name().text()) + ">";
  }

  private static String quoted(List<String> values, String separator) {
    List<String> quoted = new ArrayList<>();
    values.forEach(value -> quoted.add(TypeText.quoted(value)));
    return String.join(separator, quoted);
  }
}
