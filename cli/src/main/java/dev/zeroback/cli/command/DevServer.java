package dev.zeroback.cli.command;

import dev.zeroback.cli.diagnostic.Diagnostic;
import dev.zeroback.cli.platform.ChildProcesses;
import dev.zeroback.cli.platform.FileException;
import java.util.List;

/** A running {@code zeroback dev}: Wrangler, the watcher, and one stream of lines about both. */
final class DevServer {
  private static final String LAST_GOOD =
      "The last good version keeps running until this is fixed.";

  private static final String WAITING = "Waiting for a change.";

  private final Session session;
  private final WorkerProject project;
  private final int port;
  private final long startedMillis = System.currentTimeMillis();
  private final String adminKey;
  private final DevBuild build;
  private ChildProcesses.Child child;
  private long changedMillis = startedMillis;
  private boolean ready;
  private boolean stopping;

  /** Whether Wrangler was told to end, to be started with another configuration. */
  private boolean restarting;

  /** Whether Wrangler starts with the last good worker, because it could not run the newest. */
  private boolean restored;

  /** The configuration that Wrangler was started with. */
  private String configuration = "";

  /** What is wrong with the types of the code that Wrangler starts with, until that is said. */
  private List<String> startProblems = List.of();

  /** The worker that Wrangler was given last. */
  private String given = "";

  /** The worker that ran last; empty while none did. */
  private String good = "";

  DevServer(Session session, WorkerProject project, int port) {
    this.session = session;
    this.project = project;
    this.port = port;
    this.adminKey = session.host().randomKey();
    this.build = new DevBuild(session, project, this::changed);
  }

  void start() {
    if (new Template(session)
        .writeEntryIfMissing(project.directory(), project.functionsDirectory())) {
      session.say("Created " + Template.ENTRY);
    }
    session.host().onInterrupt(this::stop);
    session.host().watch(project.functionsDirectory(), this::changed);
    rebuild();
  }

  private void changed() {
    changedMillis = System.currentTimeMillis();
    rebuild();
  }

  /** Generates code and makes it live; starts Wrangler as soon as that works for the first time. */
  private void rebuild() {
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
      build.stopCheck();
      complain(outcome.diagnostics().stream().map(Diagnostic::toString).toList());
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
      build.runUnchecked(this::startFirst, this::complain);
    } else {
      startProblems = List.of();
      build.run(this::goLive, this::complain);
    }
  }

  private void complain(List<String> problems) {
    Codegen.complainOf(session, problems);
    session.complain(child == null ? WAITING : LAST_GOOD);
  }

  /** Starts Wrangler with a worker whose types nobody has looked at yet. */
  private void startFirst() {
    goLive();
    // While Wrangler starts, the type checker gets to know the project: the first change finds it
    // warm.
    build.check(
        problems -> {
          startProblems = problems;
          tellStartProblems();
        });
  }

  /**
   * Runs the worker that now lies where Wrangler watches. Wrangler is started anew when its
   * configuration changed: it watches that too, but loses sight of a file that editors replace.
   */
  private void goLive() {
    given = session.files().readText(workerPath()).orElse("");
    if (child == null) {
      startWrangler();
    } else if (!project.configuration(session).equals(configuration)) {
      session.say("The configuration changed: starting again.");
      restarting = true;
      child.stop();
    }
  }

  private String workerPath() {
    return project.directory() + "/" + DevBuild.WORKER;
  }

  private void startWrangler() {
    WranglerLines lines = new WranglerLines(session::say, this::ready, this::reloaded);
    AdminKey.save(session, project.directory(), address(), adminKey);
    configuration = project.configuration(session);
    child =
        session
            .host()
            .processes()
            .start(
                project.wrangler(),
                List.of(
                    "dev",
                    DevBuild.WORKER,
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
                code -> ended(code, lines));
  }

  private void ready() {
    good = given;
    if (restored) {
      restored = false;
      session.complain(LAST_GOOD);
      return;
    }
    long sinceMillis = ready ? changedMillis : startedMillis;
    ready = true;
    session.say(
        "Ready on " + address() + " (" + (System.currentTimeMillis() - sinceMillis) + " ms)");
    tellStartProblems();
  }

  private void tellStartProblems() {
    if (ready && !startProblems.isEmpty()) {
      Codegen.complainOf(session, startProblems);
      session.complain("It runs as it is; changes go live once this is fixed.");
      startProblems = List.of();
    }
  }

  private void reloaded() {
    good = given;
    session.say(
        "Reloaded (" + (System.currentTimeMillis() - changedMillis) + " ms after the change)");
  }

  private String address() {
    return "http://localhost:" + port;
  }

  private void stop() {
    stopping = true;
    build.stopCheck();
    if (child == null) {
      session.exit(0);
    } else {
      child.stop();
    }
  }

  private void ended(int code, WranglerLines lines) {
    child = null;
    AdminKey.forget(session, project.directory());
    if (stopping) {
      session.exit(0);
    } else if (restarting) {
      restarting = false;
      startWrangler();
    } else if (!good.isEmpty() && !good.equals(given)) {
      session.complain("The changed code failed when it was loaded; its error is above.");
      session.files().writeText(workerPath(), good);
      restored = true;
      goLive();
    } else if (good.isEmpty() && lines.codeFailed()) {
      session.complain("The code failed when it was loaded; its error is above.");
      session.complain(WAITING);
    } else if (lines.wereReady()) {
      session.complain(endOf(code) + " Starting it again.");
      startWrangler();
    } else if (ready) {
      session.complain(endOf(code));
      session.complain(WAITING);
    } else {
      session.fail(endOf(code));
    }
  }

  private static String endOf(int code) {
    return "Wrangler ended with exit code " + code + ". Its last lines say why.";
  }
}
