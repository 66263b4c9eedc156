package dev.zeroback.cli.command;

import dev.zeroback.cli.platform.ChildProcesses;
import dev.zeroback.cli.platform.FileException;
import java.util.List;

/** A running {@code zeroback dev}: Wrangler, the watcher, and one stream of lines about both. */
final class DevServer {
  private final Session session;
  private final WorkerProject project;
  private final int port;
  private final long startedMillis = System.currentTimeMillis();
  private final String adminKey;
  private final WranglerLines lines;
  private ChildProcesses.Child child;
  private boolean stopping;

  DevServer(Session session, WorkerProject project, int port) {
    this.session = session;
    this.project = project;
    this.port = port;
    this.adminKey = session.host().randomKey();
    this.lines = new WranglerLines(session::say, this::ready);
  }

  void start() {
    if (new Template(session)
        .writeEntryIfMissing(project.directory(), project.functionsDirectory())) {
      session.say("Created " + Template.ENTRY);
    }
    session.host().onInterrupt(this::stop);
    session.host().watch(project.functionsDirectory(), this::regenerate);
    regenerate();
  }

  /** Generates code; starts Wrangler as soon as that works for the first time. */
  private void regenerate() {
    if (stopping) {
      return;
    }
    long start = System.currentTimeMillis();
    Codegen.Outcome outcome;
    try {
      outcome = Codegen.run(session, project.functionsDirectory());
    } catch (FileException e) {
      session.complain(e.getMessage());
      return;
    }
    if (outcome.failed()) {
      Codegen.complain(session, outcome.diagnostics());
      session.complain(
          child == null
              ? "Waiting for a change."
              : "The generated code stays as it was until this is fixed.");
      return;
    }
    if (outcome.changed() > 0) {
      session.say(
          "Generated code for "
              + outcome.functions()
              + " functions in "
              + (System.currentTimeMillis() - start)
              + " ms");
    }
    if (child == null) {
      startWrangler();
    }
  }

  private void startWrangler() {
    AdminKey.save(session, project.directory(), address(), adminKey);
    child =
        session
            .host()
            .processes()
            .start(
                project.wrangler(),
                List.of(
                    "dev",
                    "--port",
                    String.valueOf(port),
                    "--var",
                    "ZEROBACK_DEV:true",
                    "--var",
                    "ZEROBACK_ADMIN_KEY:" + adminKey,
                    "--persist-to",
                    ".wrangler/state",
                    "--show-interactive-dev-session=false"),
                project.directory(),
                Wrangler.ENVIRONMENT,
                lines::accept,
                this::ended);
  }

  private void ready() {
    session.say(
        "Ready on " + address() + " (" + (System.currentTimeMillis() - startedMillis) + " ms)");
  }

  private String address() {
    return "http://localhost:" + port;
  }

  private void stop() {
    stopping = true;
    if (child == null) {
      session.exit(0);
    } else {
      child.stop();
    }
  }

  private void ended(int code) {
    AdminKey.forget(session, project.directory());
    if (stopping) {
      session.exit(0);
    } else {
      session.fail("Wrangler ended with exit code " + code + ". Its last lines say why.");
    }
  }
}
