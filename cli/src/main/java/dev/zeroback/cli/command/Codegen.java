package dev.zeroback.cli.command;

import dev.zeroback.cli.analysis.FunctionExport;
import dev.zeroback.cli.analysis.FunctionExport.Access;
import dev.zeroback.cli.analysis.FunctionModule;
import dev.zeroback.cli.analysis.ParsedModules;
import dev.zeroback.cli.analysis.Project;
import dev.zeroback.cli.analysis.ProjectReader;
import dev.zeroback.cli.check.ProjectCheck;
import dev.zeroback.cli.diagnostic.Diagnostic;
import dev.zeroback.cli.diagnostic.Diagnostics;
import dev.zeroback.cli.generate.CodeGenerator;
import dev.zeroback.cli.platform.Paths;
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
   * @param possible exports that may be functions: that shows when the code runs
   * @param sources paths of the files that were read, readable or not
   */
  record Outcome(
      List<Diagnostic> diagnostics,
      int changed,
      int functions,
      int possible,
      List<String> sources) {
    /** Says what was found, as in {@code 3 functions}. */
    String found() {
      return functions
          + (functions == 1 ? " function" : " functions")
          + (possible == 0 ? "" : " and " + possible + " exports that may be functions");
    }

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
    return run(session, functionsDirectory, new ParsedModules());
  }

  /**
   * @param parsed what was parsed in earlier runs
   */
  static Outcome run(Session session, String functionsDirectory, ParsedModules parsed) {
    Diagnostics diagnostics = new Diagnostics(session.host().workingDirectory());
    ProjectReader reader =
        new ProjectReader(session.files(), functionsDirectory, diagnostics, parsed);
    Project project = reader.read();
    ProjectCheck.check(project, diagnostics);
    List<Diagnostic> found = diagnostics.all();
    if (!found.isEmpty()) {
      return new Outcome(found, 0, 0, 0, reader.paths());
    }
    int changed = CodeGenerator.write(session.files(), project);
    List<FunctionExport> exports =
        project.modules().stream().flatMap(each -> each.functions().stream()).toList();
    int possible = (int) exports.stream().filter(each -> each.access() == Access.UNKNOWN).count();
    return new Outcome(List.of(), changed, exports.size() - possible, possible, reader.paths());
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

  /** A folder with other things in it and no TypeScript is no functions folder. */
  private static boolean isSomethingElse(Session session, String folder) {
    if (Paths.name(folder).equals(Template.DEFAULT_FUNCTIONS)
        || session.files().isDirectory(folder + "/_generated")
        || session.files().entries(folder).isEmpty()
        || new ProjectReader(session.files(), folder, new Diagnostics(folder)).findsFiles()) {
      return false;
    }
    session.fail(
        "No .ts file was found in "
            + session.shown(folder)
            + ", so nothing was written there. Name the functions folder.");
    return true;
  }

  /** Returns the folder above the working folder that has functions and a configuration. */
  private static Optional<String> projectAbove(Session session) {
    String folder = session.host().workingDirectory();
    while (!folder.equals(Paths.parent(folder)) && folder.contains("/")) {
      folder = Paths.parent(folder);
      if (session.files().isDirectory(folder + "/" + Template.DEFAULT_FUNCTIONS)
          && WorkerConfiguration.in(session, folder).isPresent()) {
        return Optional.of(folder);
      }
    }
    return Optional.empty();
  }

  /** Returns whether the functions folder is missing; if so, says it and ends the run. */
  static boolean missing(Session session, String functionsDirectory, String command) {
    if (session.files().isDirectory(functionsDirectory)) {
      return isSomethingElse(session, functionsDirectory);
    }
    if (session.files().exists(functionsDirectory)) {
      session.fail(session.shown(functionsDirectory) + " is a file. Name the functions folder.");
      return true;
    }
    Optional<String> above = projectAbove(session);
    if (above.isPresent()) {
      session.fail(
          "There is no folder "
              + session.shown(functionsDirectory)
              + ", but the folder "
              + session.shown(above.get())
              + " is a Zeroback project. Run this there.");
      return true;
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
