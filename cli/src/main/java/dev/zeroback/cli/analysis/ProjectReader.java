package dev.zeroback.cli.analysis;

import dev.zeroback.cli.diagnostic.Diagnostics;
import dev.zeroback.cli.platform.FileSystem;
import dev.zeroback.cli.platform.Paths;
import dev.zeroback.cli.syntax.Position;
import dev.zeroback.cli.syntax.SourceModule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Reads the functions folder of a project. */
public final class ProjectReader {
  private static final List<String> OTHER_SOURCES =
      List.of(".mts", ".cts", ".tsx", ".js", ".mjs", ".cjs", ".jsx");

  private final FileSystem files;
  private final String directory;
  private final Diagnostics diagnostics;
  private final ModuleGraph graph;
  private final Names names;

  /** Files in other languages than TypeScript, where functions would not be found. */
  private final List<String> unread = new ArrayList<>();

  public ProjectReader(FileSystem files, String functionsDirectory, Diagnostics diagnostics) {
    this(files, functionsDirectory, diagnostics, new ParsedModules());
  }

  /**
   * @param parsed what was parsed when this project was read before
   */
  public ProjectReader(
      FileSystem files, String functionsDirectory, Diagnostics diagnostics, ParsedModules parsed) {
    this.files = files;
    this.directory = functionsDirectory;
    this.diagnostics = diagnostics;
    this.graph = new ModuleGraph(files, functionsDirectory, diagnostics, parsed);
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
    List<SourceModule> sources = graph.loadImports();
    unread.forEach(this::reportUnread);
    return new Project(directory, modules, schema, sources, names);
  }

  /** Returns whether the folder has anything to read. */
  public boolean findsFiles() {
    return !moduleNames().isEmpty() || !unread.isEmpty() || files.exists(directory + "/schema.ts");
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
          graph.leadsNowhere(each.module(), specifier)
              ? "There is no file \"" + specifier + "\". Correct its path, or create it."
              : "The exports of \""
                  + specifier
                  + "\" cannot be listed. Name them: export { a, b } from \""
                  + specifier
                  + "\"");
    }
  }

  /**
   * A file that makes functions or the schema, and that no other file takes them from. Others, such
   * as a template that a function imports, are none of our business.
   */
  private void reportUnread(String path) {
    String text = files.readText(path).orElse("");
    if (!text.contains("_generated/server") && !text.contains(ModuleGraph.SERVER)
        || graph.isImported(path)) {
      return;
    }
    String name = Paths.name(path);
    diagnostics.add(
        path,
        new Position(1, 1),
        "UNREAD_FILE",
        "Functions and the schema are read from .ts files only, so what this file exports does not exist"
            + " for the app. Rename it to "
            + name.substring(0, name.lastIndexOf('.'))
            + ".ts");
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
      } else if (isOtherSource(entry)) {
        unread.add(directory + "/" + prefix + entry);
      }
    }
  }

  private static boolean isOtherSource(String name) {
    return OTHER_SOURCES.stream().anyMatch(name::endsWith)
        && !name.contains(".test.")
        && !name.contains(".spec.")
        && !name.contains(".d.");
  }

  private static boolean isFunctionFile(String path) {
    return path.endsWith(".ts")
        && !path.endsWith(".d.ts")
        && !path.endsWith(".test.ts")
        && !path.endsWith(".spec.ts")
        && !path.equals("schema.ts");
  }
}
