package dev.zeroback.cli.analysis;

import dev.zeroback.cli.diagnostic.Diagnostics;
import dev.zeroback.cli.platform.FileSystem;
import dev.zeroback.cli.syntax.Position;
import dev.zeroback.cli.syntax.SourceModule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Reads the functions folder of a project. */
public final class ProjectReader {
  private final FileSystem files;
  private final String directory;
  private final Diagnostics diagnostics;
  private final ModuleGraph graph;
  private final Names names;

  public ProjectReader(FileSystem files, String functionsDirectory, Diagnostics diagnostics) {
    this.files = files;
    this.directory = functionsDirectory;
    this.diagnostics = diagnostics;
    this.graph = new ModuleGraph(files, functionsDirectory, diagnostics);
    this.names = new Names(graph);
  }

  /**
   * Returns the project as far as it can be read; what is wrong with it goes to the diagnostics.
   */
  public Project read() {
    List<FunctionModule> modules = new ArrayList<>();
    FunctionReader functions = new FunctionReader(names);
    for (String name : moduleNames()) {
      graph
          .load(directory + "/" + name + ".ts")
          .ifPresent(
              module -> {
                reportUnlisted(module);
                modules.add(functions.read(module, name));
              });
    }
    Optional<SchemaModel> schema = readSchema();
    return new Project(directory, modules, schema, graph.loadImports(), names);
  }

  /** Returns the paths of all files that were read, those that could not be understood too. */
  public List<String> paths() {
    return graph.paths();
  }

  /**
   * What a package exports cannot be listed here, and what is not listed would be missing from
   * {@code api}.
   */
  private void reportUnlisted(SourceModule module) {
    for (ModuleGraph.UnlistedExports each : graph.unlistedExports(module)) {
      String specifier = each.entry().specifier();
      diagnostics.add(
          each.module().path(),
          each.entry().position(),
          "UNLISTED_EXPORTS",
          "The exports of \""
              + specifier
              + "\" cannot be listed. Name them: export { a, b } from \""
              + specifier
              + "\"");
    }
  }

  private Optional<SchemaModel> readSchema() {
    String path = directory + "/schema.ts";
    return graph
        .load(path)
        .flatMap(
            module -> {
              Optional<SchemaModel> schema = new SchemaReader(names, diagnostics).read(module);
              if (schema.isEmpty()) {
                diagnostics.add(
                    path,
                    new Position(1, 1),
                    "NO_SCHEMA_EXPORTED",
                    "schema.ts exports no schema. Write \"export const schema = defineSchema({ ... })\".");
              }
              return schema;
            });
  }

  private List<String> moduleNames() {
    List<String> found = new ArrayList<>();
    collect("", found);
    found.sort(Comparator.naturalOrder());
    return found;
  }

  private void collect(String prefix, List<String> found) {
    for (String entry : files.entries(directory + "/" + prefix)) {
      if (entry.startsWith("_") || entry.startsWith(".") || entry.equals("node_modules")) {
        continue;
      }
      if (files.isDirectory(directory + "/" + prefix + entry)) {
        collect(prefix + entry + "/", found);
      } else if (isFunctionFile(prefix + entry)) {
        found.add((prefix + entry).substring(0, prefix.length() + entry.length() - 3));
      }
    }
  }

  private static boolean isFunctionFile(String path) {
    return path.endsWith(".ts")
        && !path.endsWith(".d.ts")
        && !path.endsWith(".test.ts")
        && !path.endsWith(".spec.ts")
        && !path.equals("schema.ts");
  }
}
