package dev.zeroback.cli.analysis;

import dev.zeroback.cli.diagnostic.Diagnostics;
import dev.zeroback.cli.platform.FileSystem;
import dev.zeroback.cli.platform.Paths;
import dev.zeroback.cli.syntax.ExportEntry;
import dev.zeroback.cli.syntax.ImportBinding;
import dev.zeroback.cli.syntax.SourceModule;
import dev.zeroback.cli.syntax.SyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The TypeScript files of a project, each read once and only when asked for. */
public final class ModuleGraph {
  /** The package whose factories and validators are recognised. */
  public static final String SERVER = "@zeroback/server";

  private static final List<String> SUFFIXES = List.of("", ".ts", ".mts", "/index.ts");

  /** What a module that is not read here may be written in. */
  private static final List<String> EXTENSIONS =
      List.of(".ts", ".mts", ".cts", ".tsx", ".js", ".mjs", ".cjs", ".jsx", ".json");

  private final FileSystem files;
  private final Diagnostics diagnostics;
  private final String functionsDirectory;
  private final ParsedModules parsed;
  private final Map<String, Optional<SourceModule>> modules = new TreeMap<>();

  public ModuleGraph(
      FileSystem files, String functionsDirectory, Diagnostics diagnostics, ParsedModules parsed) {
    this.parsed = parsed;
    this.files = files;
    this.functionsDirectory = functionsDirectory;
    this.diagnostics = diagnostics;
  }

  /**
   * Returns the module at {@code path}; nothing when it is missing or not readable, which is
   * reported.
   */
  public Optional<SourceModule> load(String path) {
    Optional<SourceModule> known = modules.get(path);
    if (known != null) {
      return known;
    }
    Optional<SourceModule> module = files.readText(path).flatMap(text -> parse(path, text));
    modules.put(path, module);
    return module;
  }

  /**
   * Reads what the modules import from the project, and returns every module that was read, by
   * path.
   */
  List<SourceModule> loadImports() {
    int known;
    do {
      known = modules.size();
      for (SourceModule module : loaded()) {
        for (ImportBinding each : module.imports()) {
          if (!each.typeOnly()) {
            follow(module, each.specifier());
          }
        }
      }
    } while (modules.size() > known);
    return loaded();
  }

  /** Returns the path of every file that was asked for. */
  List<String> paths() {
    return List.copyOf(modules.keySet());
  }

  private List<SourceModule> loaded() {
    return modules.values().stream().flatMap(Optional::stream).toList();
  }

  /**
   * Returns whether an import of {@code specifier} in {@code module} reaches the server package's
   * names.
   */
  boolean isServer(SourceModule module, String specifier) {
    return specifier.equals(SERVER) || isGeneratedServer(module, specifier);
  }

  /**
   * Follows a relative import; nothing for packages, generated files and files that do not exist.
   */
  Optional<SourceModule> follow(SourceModule module, String specifier) {
    if (!specifier.startsWith(".")) {
      return Optional.empty();
    }
    String target = Paths.resolve(Paths.parent(module.path()), specifier);
    if (isGenerated(target)) {
      return Optional.empty();
    }
    String withoutJs = target.endsWith(".js") ? target.substring(0, target.length() - 3) : target;
    for (String suffix : SUFFIXES) {
      String candidate = withoutJs + suffix;
      if (candidate.endsWith("ts") && files.exists(candidate) && !files.isDirectory(candidate)) {
        return load(candidate);
      }
    }
    return Optional.empty();
  }

  /**
   * Returns whether a relative import leads to no file at all, neither one that is read here nor
   * any other.
   */
  boolean leadsNowhere(SourceModule module, String specifier) {
    if (!specifier.startsWith(".")) {
      return false;
    }
    String target = Paths.resolve(Paths.parent(module.path()), specifier);
    int dot = Paths.name(target).lastIndexOf('.');
    String stem = dot < 0 ? target : target.substring(0, target.lastIndexOf('.'));
    return !files.exists(target)
        && EXTENSIONS.stream()
            .noneMatch(each -> files.exists(target + each) || files.exists(stem + each));
  }

  /** Returns whether a module that was read imports the file at {@code path}. */
  boolean isImported(String path) {
    String stem = path.substring(0, path.lastIndexOf('.'));
    return loaded().stream()
        .anyMatch(
            module ->
                module.imports().stream()
                    .map(each -> Paths.resolve(Paths.parent(module.path()), each.specifier()))
                    .anyMatch(
                        target ->
                            target.equals(path)
                                || target.equals(stem)
                                || target.equals(stem + ".js")));
  }

  /** An {@code export *} and the module in which it stands. */
  record UnlistedExports(SourceModule module, ExportEntry.All entry) {}

  /**
   * Returns each {@code export *} that leads to no file of the project, of a module and of those
   * whose exports it passes on.
   */
  List<UnlistedExports> unlistedExports(SourceModule module) {
    List<UnlistedExports> unlisted = new ArrayList<>();
    collectUnlisted(module, unlisted, new ArrayList<>());
    return unlisted;
  }

  private void collectUnlisted(
      SourceModule module, List<UnlistedExports> unlisted, List<String> seen) {
    if (seen.contains(module.path())) {
      return;
    }
    seen.add(module.path());
    for (ExportEntry entry : module.exports()) {
      if (entry instanceof ExportEntry.All all && !all.typeOnly()) {
        follow(module, all.specifier())
            .ifPresentOrElse(
                target -> collectUnlisted(target, unlisted, seen),
                () -> unlisted.add(new UnlistedExports(module, all)));
      }
    }
  }

  private boolean isGeneratedServer(SourceModule module, String specifier) {
    if (!specifier.startsWith(".")) {
      return false;
    }
    String target = Paths.resolve(Paths.parent(module.path()), specifier);
    String name = Paths.name(target);
    return isGenerated(target) && name.startsWith("server");
  }

  private boolean isGenerated(String path) {
    return path.startsWith(functionsDirectory + "/_generated/");
  }

  private Optional<SourceModule> parse(String path, String text) {
    try {
      return Optional.of(parsed.parse(path, text));
    } catch (SyntaxException e) {
      diagnostics.add(path, e.position(), "SYNTAX_ERROR", e.getMessage());
      return Optional.empty();
    }
  }
}
