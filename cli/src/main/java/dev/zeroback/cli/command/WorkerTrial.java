package dev.zeroback.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Bundles the worker as it would be uploaded and starts it once on this machine. Code that fails
 * when it is loaded, and an app that the runtime refuses, would answer every request with an error.
 */
final class WorkerTrial {
  private static final String UPLOAD = ".zeroback/trial/upload";

  /** How the trial ends for a worker that does not start. */
  private static final int FAILS = 2;

  private final Session session;
  private final WorkerProject project;
  private final boolean starts;

  private WorkerTrial(Session session, WorkerProject project, boolean starts) {
    this.session = session;
    this.project = project;
    this.starts = starts;
  }

  static WorkerTrial of(Session session, WorkerProject project) {
    return new WorkerTrial(session, project, true);
  }

  /** A trial that ends when the worker is bundled. */
  static WorkerTrial withoutStart(Session session, WorkerProject project) {
    return new WorkerTrial(session, project, false);
  }

  /**
   * @param extra arguments for Wrangler
   * @param onGood told what Wrangler said, when the worker starts, and when that could not be found
   *     out
   */
  void start(List<String> extra, Consumer<List<String>> onGood) {
    List<String> arguments = new ArrayList<>(List.of("deploy", "--dry-run", "--outfile", UPLOAD));
    arguments.addAll(extra);
    session.files().remove(project.directory() + "/" + UPLOAD);
    List<String> lines = new ArrayList<>();
    session
        .host()
        .processes()
        .start(
            project.wrangler(),
            arguments,
            project.directory(),
            Wrangler.ENVIRONMENT,
            line -> lines.add(WranglerLines.withoutColors(line)),
            code -> bundled(code, lines, onGood));
  }

  private void bundled(int code, List<String> lines, Consumer<List<String>> onGood) {
    if (code != 0) {
      lines.forEach(session::complain);
      session.fail("Wrangler could not bundle the worker.");
    } else if (starts && session.files().exists(project.directory() + "/" + UPLOAD)) {
      tryOut(lines, onGood);
    } else {
      onGood.accept(lines);
    }
  }

  private void tryOut(List<String> bundling, Consumer<List<String>> onGood) {
    List<String> lines = new ArrayList<>();
    session
        .host()
        .processes()
        .start(
            session.host().installDirectory() + "/trial.js",
            List.of(project.wrangler(), project.directory() + "/" + UPLOAD),
            project.directory(),
            Map.of(),
            lines::add,
            code -> {
              if (code == FAILS) {
                warnings(bundling).forEach(session::complain);
                session.complain("The Worker does not start:");
                lines.forEach(session::complain);
                session.fail(
                    "Nothing was deployed. If it needs a secret to start, write that to .dev.vars;"
                        + " --skip-start deploys without this check.");
                return;
              }
              if (code != 0) {
                session.complain("Whether the Worker starts was not found out:");
                lines.forEach(session::complain);
              }
              onGood.accept(bundling);
            });
  }

  /** Returns what Wrangler warned of while it bundled. */
  static List<String> warnings(List<String> lines) {
    List<String> warnings = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith("Total Upload")) {
        break;
      }
      if (line.contains("[WARNING]") || !warnings.isEmpty() && !line.isBlank()) {
        warnings.add(line);
      }
    }
    return warnings;
  }
}
