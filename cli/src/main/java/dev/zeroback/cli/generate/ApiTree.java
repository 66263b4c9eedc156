package dev.zeroback.cli.generate;

import dev.zeroback.cli.analysis.FunctionExport;
import dev.zeroback.cli.analysis.FunctionModule;
import dev.zeroback.cli.analysis.TypeText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Functions by the path of their module: {@code api.utils.stats.taskStats}. */
final class ApiTree {
  private final Map<String, ApiTree> folders = new TreeMap<>();
  private final List<String> values = new ArrayList<>();
  private final List<String> known = new ArrayList<>();
  private final List<String> possible = new ArrayList<>();

  /** What the module of this folder's functions is imported as; null where there are none. */
  private String module;

  /**
   * Builds the tree of the functions that {@code included} accepts and of those that only types can
   * tell.
   */
  static ApiTree of(
      List<FunctionModule> modules, ModuleNames names, Predicate<FunctionExport> included) {
    ApiTree root = new ApiTree();
    for (FunctionModule module : modules) {
      for (FunctionExport function : module.functions()) {
        boolean unknown = function.access() == FunctionExport.Access.UNKNOWN;
        if (unknown || included.test(function)) {
          root.folder(module.name()).add(module, names.of(module), function, unknown);
        }
      }
    }
    return root;
  }

  private ApiTree folder(String path) {
    ApiTree folder = this;
    for (String segment : segments(path)) {
      folder = folder.folders.computeIfAbsent(segment, name -> new ApiTree());
    }
    return folder;
  }

  private void add(
      FunctionModule module, String imported, FunctionExport function, boolean unknown) {
    String key = TypeText.key(function.name());
    String name = TypeText.quoted(module.name() + ":" + function.name());
    this.module = imported;
    values.add(key + ": { _name: " + name + " }");
    (unknown ? possible : known).add(function.name());
  }

  boolean hasPossible() {
    return !possible.isEmpty() || folders.values().stream().anyMatch(ApiTree::hasPossible);
  }

  /** Returns the object literal, with {@code _name} for each function. */
  String value(String indent) {
    List<String> lines = new ArrayList<>();
    folders.forEach(
        (name, folder) -> lines.add(TypeText.key(name) + ": " + folder.value(indent + "  ")));
    values.forEach(lines::add);
    return braces(lines, ",", indent);
  }

  /**
   * Returns the object's type, which begins at {@code column}; {@code filter} names the type that
   * keeps the functions among unknown exports.
   */
  String type(String indent, int column, String filter) {
    if (folders.isEmpty() && possible.isEmpty() && !known.isEmpty()) {
      return references(indent, column);
    }
    List<String> lines = new ArrayList<>();
    folders.forEach(
        (name, folder) -> {
          String inner = indent + "  ";
          String start = TypeText.key(name) + ": ";
          lines.add(start + folder.type(inner, inner.length() + start.length(), filter));
        });
    known.forEach(name -> lines.add(typed(name, "FunctionReferenceTo<", ">")));
    String types = braces(lines, "", indent);
    if (possible.isEmpty()) {
      return types;
    }
    List<String> unknown = new ArrayList<>();
    possible.forEach(name -> unknown.add(typed(name, "", "")));
    String functions = filter + "<" + braces(unknown, "", indent) + ">";
    return lines.isEmpty() ? functions : types + " & " + functions;
  }

  /** By the module and its names, editors find the functions and what is written about them. */
  private String references(String indent, int column) {
    List<String> names = new ArrayList<>();
    known.forEach(name -> names.add(TypeText.quoted(name)));
    String start = "FunctionReferencesTo<";
    String arguments = "typeof " + module + ", " + String.join(" | ", names);
    if (column + start.length() + arguments.length() + 1 <= TypeText.LINE_WIDTH) {
      return start + arguments + ">";
    }
    String line = "\n" + indent + "  ";
    String oneLine = String.join(" | ", names);
    boolean fits = names.size() == 1 || line.length() - 1 + oneLine.length() <= TypeText.LINE_WIDTH;
    String listed = fits ? oneLine : "| " + String.join(line + "| ", names);
    return start + line + "typeof " + module + "," + line + listed + "\n" + indent + ">";
  }

  private String typed(String name, String before, String after) {
    return TypeText.key(name) + ": " + before + TypeText.typeOfMember(module, name) + after;
  }

  private static String braces(List<String> lines, String separator, String indent) {
    if (lines.isEmpty()) {
      return "{}";
    }
    StringBuilder text = new StringBuilder("{\n");
    for (String line : lines) {
      text.append(indent).append("  ").append(line).append(separator).append('\n');
    }
    return text.append(indent).append('}').toString();
  }

  private static List<String> segments(String path) {
    List<String> segments = new ArrayList<>();
    int start = 0;
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', start)) {
      segments.add(path.substring(start, slash));
      start = slash + 1;
    }
    segments.add(path.substring(start));
    return segments;
  }
}
