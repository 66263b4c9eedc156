package dev.zeroback.cli.check;

import dev.zeroback.cli.analysis.FunctionExport.Kind;
import dev.zeroback.cli.analysis.FunctionModule;
import dev.zeroback.cli.analysis.Project;
import dev.zeroback.cli.analysis.SchemaModel;
import dev.zeroback.cli.diagnostic.Diagnostics;
import dev.zeroback.cli.diagnostic.Suggestion;
import dev.zeroback.cli.syntax.SourceModule;
import dev.zeroback.cli.syntax.WrittenCall;
import dev.zeroback.core.schema.NamingRules;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Calls, in any body, whose text arguments name functions, tables or searchable fields. */
final class CallCheck {
  private static final Map<String, Kind> RUNNERS =
      Map.of(
          "runQuery", Kind.QUERY,
          "runMutation", Kind.MUTATION,
          "runAction", Kind.ACTION);

  private final Project project;
  private final FunctionNames functionNames;
  private final Diagnostics diagnostics;
  private final Optional<List<String>> tables;

  private CallCheck(Project project, FunctionNames functionNames, Diagnostics diagnostics) {
    this.project = project;
    this.functionNames = functionNames;
    this.diagnostics = diagnostics;
    this.tables =
        project
            .schema()
            .flatMap(SchemaModel::tables)
            .map(all -> all.stream().map(table -> table.name().text()).toList());
  }

  static void check(Project project, FunctionNames functionNames, Diagnostics diagnostics) {
    CallCheck check = new CallCheck(project, functionNames, diagnostics);
    check.checkSchemaFile();
    for (SourceModule module : project.sources()) {
      List<WrittenCall> calls = WrittenCall.in(module);
      calls.forEach(call -> check.checkFunctionName(module, call));
      calls.forEach(call -> check.checkId(module, call));
      check.checkSearches(module, calls);
    }
  }

  /** Without a schema no table has a type: told once, instead of by TypeScript at each use. */
  private void checkSchemaFile() {
    String path = project.functionsDirectory() + "/schema.ts";
    if (project.sources().stream().anyMatch(module -> module.path().equals(path))) {
      return;
    }
    for (FunctionModule module : project.modules()) {
      for (WrittenCall call : WrittenCall.in(module.source())) {
        boolean names = call.name().equals("query") || call.name().equals("insert");
        Optional<WrittenCall.Argument> table =
            call.text(0).filter(it -> NamingRules.isName(it.text()));
        if (names && call.receiver().equals(Optional.of("db")) && table.isPresent()) {
          diagnostics.add(
              module.source().path(),
              table.get().position(),
              "NO_SCHEMA_EXPORTED",
              "Table \""
                  + table.get().text()
                  + "\" is declared nowhere, because there is no schema.ts in the functions folder."
                  + " Create it: export const schema = defineSchema({ "
                  + table.get().text()
                  + ": defineTable({ ... }) })");
          return;
        }
      }
    }
  }

  private void checkFunctionName(SourceModule module, WrittenCall call) {
    if (call.receiver().isEmpty()) {
      return;
    }
    boolean scheduled = call.name().equals("runAfter") || call.name().equals("runAt");
    Optional<Kind> kind = Optional.ofNullable(RUNNERS.get(call.name()));
    if (scheduled && call.receiver().equals(Optional.of("scheduler")) || kind.isPresent()) {
      call.text(scheduled ? 1 : 0)
          .ifPresent(
              name -> {
                if (scheduled) {
                  functionNames.checkRunnable(
                      module.path(), name.position(), call.name(), name.text());
                } else {
                  functionNames.check(
                      module.path(), name.position(), call.name(), kind, name.text());
                }
              });
    }
  }

  private void checkId(SourceModule module, WrittenCall call) {
    Optional<WrittenCall.Argument> table = call.text(0);
    boolean id = call.name().equals("id") && call.receiver().equals(Optional.of("v"));
    if (!id || table.isEmpty() || tables.isEmpty() || tables.get().contains(table.get().text())) {
      return;
    }
    diagnostics.add(
        module.path(),
        table.get().position(),
        "UNKNOWN_TABLE",
        "v.id names table \""
            + table.get().text()
            + "\", which schema.ts does not declare."
            + Suggestion.among(tables.get(), table.get().text())
            + " Declare it or correct the name.");
  }

  /** A search belongs to the last table that was named before it. */
  private void checkSearches(SourceModule module, List<WrittenCall> calls) {
    Optional<SchemaModel.Shape> shape = Optional.empty();
    String table = "";
    int chainEnd = -1;
    for (WrittenCall call : calls) {
      Optional<WrittenCall.Argument> text = call.text(0);
      if (call.name().equals("query") && call.receiver().equals(Optional.of("db"))) {
        table = text.map(WrittenCall.Argument::text).orElse("");
        String named = table;
        shape = project.schema().flatMap(schema -> schema.shapeOf(named));
        chainEnd = call.last();
      } else if (call.first() == chainEnd + 2 && call.receiver().isPresent()) {
        chainEnd = call.last();
        if (call.name().equals("search") && text.isPresent() && shape.isPresent()) {
          checkSearch(module, table, shape.get(), text.get());
        }
      }
    }
  }

  private void checkSearch(
      SourceModule module, String table, SchemaModel.Shape shape, WrittenCall.Argument field) {
    List<String> searchable = shape.searchFields();
    if (searchable.contains(field.text())) {
      return;
    }
    diagnostics.add(
        module.path(),
        field.position(),
        "NO_SEARCH_INDEX",
        "Field \""
            + field.text()
            + "\" of table \""
            + table
            + "\" has no search index."
            + Suggestion.among(searchable, field.text())
            + " Add .searchIndex(\"search_"
            + field.text()
            + "\", { searchField: \""
            + field.text()
            + "\" }) to the table in schema.ts.");
  }
}
