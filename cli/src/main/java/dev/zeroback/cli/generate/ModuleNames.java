package dev.zeroback.cli.generate;

import dev.zeroback.cli.analysis.FunctionModule;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The names under which generated files import the modules of a project. */
final class ModuleNames {
  /** Words that cannot be, or in these files already are, names. */
  private static final Set<String> TAKEN =
      Set.of(
          "any",
          "api",
          "arguments",
          "await",
          "bigint",
          "boolean",
          "break",
          "case",
          "catch",
          "class",
          "const",
          "continue",
          "cronJobsDef",
          "CronJobs",
          "debugger",
          "default",
          "defineSchema",
          "delete",
          "do",
          "else",
          "enum",
          "eval",
          "export",
          "extends",
          "false",
          "finally",
          "for",
          "function",
          "FunctionReferenceTo",
          "functions",
          "functionsAmong",
          "HttpRouter",
          "httpRouter",
          "if",
          "implements",
          "import",
          "in",
          "instanceof",
          "interface",
          "internal",
          "InternalFunctions",
          "let",
          "never",
          "new",
          "null",
          "number",
          "object",
          "Object",
          "package",
          "private",
          "protected",
          "public",
          "PublicFunctions",
          "Record",
          "RegisteredFunction",
          "return",
          "schema",
          "static",
          "string",
          "super",
          "switch",
          "symbol",
          "theOnly",
          "this",
          "throw",
          "true",
          "try",
          "TypeError",
          "typeof",
          "undefined",
          "unknown",
          "var",
          "void",
          "while",
          "with",
          "yield");

  private final Map<String, String> byModule = new HashMap<>();

  ModuleNames(List<FunctionModule> modules) {
    Set<String> used = new HashSet<>(TAKEN);
    for (FunctionModule module : modules) {
      String name = identifier(module.name());
      while (!used.add(name)) {
        name += "_";
      }
      byModule.put(module.name(), name);
    }
  }

  String of(FunctionModule module) {
    return byModule.get(module.name());
  }

  private static String identifier(String path) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      boolean allowed = c == '$' || c == '_' || Character.isLetterOrDigit(c) && c < 0x80;
      name.append(allowed ? c : '_');
    }
    return Character.isDigit(name.charAt(0)) ? "_" + name : name.toString();
  }
}
