package dev.zeroback.cli.check;

import dev.zeroback.cli.analysis.ModuleGraph;
import dev.zeroback.cli.analysis.Project;
import dev.zeroback.cli.diagnostic.Diagnostics;
import dev.zeroback.cli.platform.Paths;
import dev.zeroback.cli.syntax.ImportBinding;
import dev.zeroback.cli.syntax.SourceModule;
import java.util.Set;

/** Factories that are imported from the server package, which has none: they are generated. */
final class ImportCheck {
  private static final Set<String> FACTORIES =
      Set.of("query", "mutation", "action", "internalQuery", "internalMutation", "internalAction");

  private ImportCheck() {}

  static void check(Project project, Diagnostics diagnostics) {
    for (SourceModule module : project.sources()) {
      for (ImportBinding each : module.imports()) {
        if (each.specifier().equals(ModuleGraph.SERVER) && FACTORIES.contains(each.imported())) {
          report(project, module, each, diagnostics);
        }
      }
    }
  }

  private static void report(
      Project project, SourceModule module, ImportBinding binding, Diagnostics diagnostics) {
    String server =
        Paths.relative(
            Paths.parent(module.path()), project.functionsDirectory() + "/_generated/server");
    diagnostics.add(
        module.path(),
        binding.position(),
        "GENERATED_FACTORY",
        "\""
            + binding.imported()
            + "\" is generated with the types of your schema. Import it from \""
            + (server.startsWith(".") ? server : "./" + server)
            + "\".");
  }
}
