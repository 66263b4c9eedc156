package dev.zeroback.cli.check;

import dev.zeroback.cli.analysis.FunctionExport;
import dev.zeroback.cli.analysis.FunctionExport.Kind;
import dev.zeroback.cli.analysis.FunctionModule;
import dev.zeroback.cli.analysis.Project;
import dev.zeroback.cli.diagnostic.Diagnostics;
import dev.zeroback.cli.diagnostic.Suggestion;
import dev.zeroback.cli.syntax.Position;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Checks names of functions that are written as text: {@code "tasks:create"}. */
final class FunctionNames {
  private final Map<String, FunctionExport> byName = new TreeMap<>();
  private final Diagnostics diagnostics;

  FunctionNames(Project project, Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
    for (FunctionModule module : project.modules()) {
      for (FunctionExport function : module.functions()) {
        byName.put(module.name() + ":" + function.name(), function);
      }
    }
  }

  /** Reports a name that nobody exports, or that is a query's: those cannot be scheduled. */
  void checkRunnable(String path, Position position, String caller, String functionName) {
    check(path, position, caller, Optional.empty(), functionName);
    FunctionExport function = byName.get(functionName);
    if (function != null && function.kind().equals(Optional.of(Kind.QUERY))) {
      diagnostics.add(
          path,
          position,
          "WRONG_FUNCTION_KIND",
          caller
              + " takes a mutation or an action, but \""
              + functionName
              + "\" is a query: its result would go nowhere.");
    }
  }

  /**
   * Reports a name that nobody exports or that is of the wrong kind.
   *
   * @param caller how the report calls the place, as in {@code runQuery}
   * @param wanted the only kind that the caller takes; absent when it takes any
   */
  void check(
      String path, Position position, String caller, Optional<Kind> wanted, String functionName) {
    FunctionExport function = byName.get(functionName);
    if (function == null) {
      diagnostics.add(
          path,
          position,
          "UNKNOWN_FUNCTION",
          caller
              + " names \""
              + functionName
              + "\", which no file exports."
              + Suggestion.among(byName.keySet(), functionName)
              + " Write path/file:export, as in \"tasks:create\".");
      return;
    }
    if (wanted.isPresent() && function.kind().isPresent() && !wanted.equals(function.kind())) {
      String kind = function.kind().get().word();
      diagnostics.add(
          path,
          position,
          "WRONG_FUNCTION_KIND",
          caller
              + " takes "
              + withArticle(wanted.get().word())
              + ", but \""
              + functionName
              + "\" is "
              + withArticle(kind)
              + ". Call it with "
              + runnerOf(function.kind().get())
              + ".");
    }
  }

  private static String withArticle(String word) {
    return (word.startsWith("a") ? "an " : "a ") + word;
  }

  private static String runnerOf(Kind kind) {
    return switch (kind) {
      case QUERY -> "runQuery";
      case MUTATION -> "runMutation";
      case ACTION -> "runAction";
    };
  }
}
