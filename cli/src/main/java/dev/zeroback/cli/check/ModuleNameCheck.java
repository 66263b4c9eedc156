package dev.zeroback.cli.check;

import dev.zeroback.cli.analysis.FunctionExport.Access;
import dev.zeroback.cli.analysis.FunctionModule;
import dev.zeroback.cli.analysis.FunctionModule.Special;
import dev.zeroback.cli.analysis.Project;
import dev.zeroback.cli.diagnostic.Diagnostics;
import dev.zeroback.cli.syntax.Position;
import java.util.ArrayList;
import java.util.List;

/** Files that cannot stand side by side. */
final class ModuleNameCheck {
  private static final Position START = new Position(1, 1);

  private ModuleNameCheck() {}

  static void check(Project project, Diagnostics diagnostics) {
    for (FunctionModule module : project.modules()) {
      checkFolder(module, project, diagnostics);
    }
    checkSingle(
        project,
        Special.HTTP_ROUTER,
        "TWO_HTTP_ROUTERS",
        "an HTTP router",
        "its routes",
        diagnostics);
    checkSingle(project, Special.CRON_JOBS, "TWO_CRON_JOBS", "cron jobs", "its jobs", diagnostics);
  }

  /** In {@code api} a module and a folder of one name would be one object. */
  private static void checkFolder(FunctionModule module, Project project, Diagnostics diagnostics) {
    String folder = module.name() + "/";
    boolean clash =
        project.modules().stream()
            .filter(other -> other.name().startsWith(folder) && !other.functions().isEmpty())
            .anyMatch(other -> clashes(module, other, other.name().substring(folder.length())));
    if (clash) {
      diagnostics.add(
          module.source().path(),
          START,
          "MODULE_AND_FOLDER",
          "\""
              + module.name()
              + "\" is both a file and a folder of functions, so its name in `api` would be"
              + " ambiguous. Rename one of them.");
    }
  }

  /**
   * Exports that may be no functions are in the way of a file or a folder of their own name only.
   *
   * @param rest the name of {@code other} below the folder
   */
  private static boolean clashes(FunctionModule module, FunctionModule other, String rest) {
    int slash = rest.indexOf('/');
    String step = slash < 0 ? rest : rest.substring(0, slash);
    return hasFunctions(module) && hasFunctions(other)
        || module.functions().stream().anyMatch(function -> function.name().equals(step));
  }

  private static boolean hasFunctions(FunctionModule module) {
    return module.functions().stream().anyMatch(each -> each.access() != Access.UNKNOWN);
  }

  private static void checkSingle(
      Project project,
      Special special,
      String code,
      String what,
      String content,
      Diagnostics diagnostics) {
    List<FunctionModule> found = new ArrayList<>();
    for (FunctionModule module : project.modules()) {
      if (module.special() == special) {
        found.add(module);
      }
    }
    for (FunctionModule extra : found.subList(Math.min(1, found.size()), found.size())) {
      diagnostics.add(
          extra.source().path(),
          START,
          code,
          "\""
              + found.get(0).name()
              + "\" exports "
              + what
              + " already, and an app has one. Move "
              + content
              + " there.");
    }
  }
}
