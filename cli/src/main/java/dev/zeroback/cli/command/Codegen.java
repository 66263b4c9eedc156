package dev.zeroback.cli.command;

import dev.zeroback.cli.analysis.FunctionExport;
import dev.zeroback.cli.analysis.FunctionModule;
import dev.zeroback.cli.analysis.Project;
import dev.zeroback.cli.analysis.ProjectReader;
import dev.zeroback.cli.check.ProjectCheck;
import dev.zeroback.cli.diagnostic.Diagnostic;
import dev.zeroback.cli.diagnostic.Diagnostics;
import dev.zeroback.cli.generate.CodeGenerator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Analysis and generation as {@code codegen}, {@code dev} and {@code deploy} run them. */
final class Codegen {
  private Codegen() {}

  /**
   * What a run did.
   *
   * @param changed generated files whose text changed
   * @param functions functions found
   * @param sources paths of the files that were read, readable or not
   */
  record Outcome(List<Diagnostic> diagnostics, int changed, int functions, List<String> sources) {
    boolean failed() {
      return !diagnostics.isEmpty();
    }
  }

  /**
   * Returns the kinds of all functions below a folder by their names, as far as they can be read.
   */
  static Map<String, Optional<FunctionExport.Kind>> functions(
      Session session, String functionsDirectory) {
    Diagnostics ignored = new Diagnostics(session.host().workingDirectory());
    Map<String, Optional<FunctionExport.Kind>> kinds = new LinkedHashMap<>();
    for (FunctionModule module :
        new ProjectReader(session.files(), functionsDirectory, ignored).read().modules()) {
      for (FunctionExport function : module.functions()) {
        kinds.put(module.name() + ":" + function.name(), function.kind());
      }
    }
    return kinds;
  }

  /** Generates code, unless the project has errors: then the generated files stay as they are. */
  static Outcome run(Session session, String functionsDirectory) {
    Diagnostics diagnostics = new Diagnostics(session.host().workingDirectory());
    ProjectReader reader = new ProjectReader(session.files(), functionsDirectory, diagnostics);
    Project project = reader.read();
    ProjectCheck.check(project, diagnostics);
    List<Diagnostic> found = diagnostics.all();
    if (!found.isEmpty()) {
      return new Outcome(found, 0, 0, reader.paths());
    }
    int changed = CodeGenerator.write(session.files(), project);
    int functions = project.modules().stream().mapToInt(each -> each.functions().size()).sum();
    return new Outcome(List.of(), changed, functions, reader.paths());
  }

  static void complain(Session session, List<Diagnostic> diagnostics) {
    complainOf(session, diagnostics.stream().map(Diagnostic::toString).toList());
  }

  /** Says each problem, then how many there are. */
  static void complainOf(Session session, List<String> problems) {
    for (String problem : problems) {
      session.complain(problem);
      session.complain("");
    }
    session.complain(problems.size() == 1 ? "1 error." : problems.size() + " errors.");
  }

  /** Returns whether the functions folder is missing; if so, says it and ends the run. */
  static boolean missing(Session session, String functionsDirectory, String command) {
    if (session.files().isDirectory(functionsDirectory)) {
      return false;
    }
    session.fail(
        "There is no folder "
            + session.shown(functionsDirectory)
            + ". Run \"zeroback init\" to create one, or name yours: zeroback "
            + command
            + " <functionsDir>");
    return true;
  }
}
