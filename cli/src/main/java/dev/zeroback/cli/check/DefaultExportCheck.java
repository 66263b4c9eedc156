package dev.zeroback.cli.check;

import dev.zeroback.cli.analysis.FunctionModule;
import dev.zeroback.cli.analysis.FunctionModule.Special;
import dev.zeroback.cli.analysis.Located;
import dev.zeroback.cli.analysis.Meaning;
import dev.zeroback.cli.analysis.Project;
import dev.zeroback.cli.diagnostic.Diagnostics;
import dev.zeroback.cli.syntax.Declaration;
import dev.zeroback.cli.syntax.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Routers and cron jobs that no file exports as default: the runtime would never see them. */
final class DefaultExportCheck {
  private final Project project;
  private final Diagnostics diagnostics;

  /** What default exports are, and what was reported. */
  private final List<Expression> known = new ArrayList<>();

  private DefaultExportCheck(Project project, Diagnostics diagnostics) {
    this.project = project;
    this.diagnostics = diagnostics;
  }

  static void check(Project project, Diagnostics diagnostics) {
    if (project.modules().stream().anyMatch(module -> module.special() == Special.POSSIBLE)) {
      return;
    }
    DefaultExportCheck check = new DefaultExportCheck(project, diagnostics);
    for (FunctionModule module : project.modules()) {
      project
          .names()
          .exportOf(module.source(), "default")
          .ifPresent(
              meaning -> {
                if (meaning instanceof Meaning.Value found) {
                  check.known.add(found.value().expression());
                }
              });
    }
    project.modules().forEach(check::checkModule);
  }

  private void checkModule(FunctionModule module) {
    module
        .source()
        .declarations()
        .forEach(
            (name, declaration) -> {
              if (declaration instanceof Declaration.Constant constant) {
                checkConstant(module, name, constant);
              }
            });
  }

  private void checkConstant(FunctionModule module, String name, Declaration.Constant constant) {
    Meaning meaning = project.names().meaningOf(new Located(module.source(), constant.value()));
    Optional<String> lost =
        switch (project.names().calledServerFunction(meaning).orElse("")) {
          case "httpRouter" -> Optional.of("httpRouter(), but its routes are not served");
          case "cronJobs" -> Optional.of("cronJobs(), but its jobs never run");
          default -> Optional.empty();
        };
    if (lost.isEmpty() || !(meaning instanceof Meaning.Value made)) {
      return;
    }
    Expression call = made.value().expression();
    if (known.stream().anyMatch(each -> each == call)) {
      return;
    }
    known.add(call);
    diagnostics.add(
        module.source().path(),
        constant.position(),
        "NO_DEFAULT_EXPORT",
        "\""
            + name
            + "\" is made with "
            + lost.get()
            + ": it is no file's default export. Write: export default "
            + name);
  }
}
