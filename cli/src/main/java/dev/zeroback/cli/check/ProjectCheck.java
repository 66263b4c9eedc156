package dev.zeroback.cli.check;

import dev.zeroback.cli.analysis.Project;
import dev.zeroback.cli.diagnostic.Diagnostics;

/** All checks of a project that the TypeScript compiler cannot make. */
public final class ProjectCheck {
  private ProjectCheck() {}

  public static void check(Project project, Diagnostics diagnostics) {
    SchemaCheck.check(project, diagnostics);
    ModuleNameCheck.check(project, diagnostics);
    ImportCheck.check(project, diagnostics);
    DefaultExportCheck.check(project, diagnostics);
    FunctionNames functionNames = new FunctionNames(project, diagnostics);
    CallCheck.check(project, functionNames, diagnostics);
    HandlerCheck.check(project, diagnostics);
    CronCheck.check(project, functionNames, diagnostics);
  }
}
