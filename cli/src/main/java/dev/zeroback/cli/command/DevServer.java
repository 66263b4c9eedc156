package dev.zeroback.cli.command;

import dev.zeroback.cli.diagnostic.Diagnostic;
import dev.zeroback.cli.platform.FileException;
import java.util.List;

/** A running {@code zeroback dev}: what is saved is generated, checked, bundled and made live. */
final class DevServer {
  private final Session session;
  private final WorkerProject project;
  private final DevBuild build;
  private final DevWorker worker;
  private long changedMillis = System.currentTimeMillis();
  private boolean stopping;

  /** What is wrong with the types of the code that Wrangler starts with, until that is said. */
  private List<String> startProblems = List.of();

  DevServer(Session session, WorkerProject project, int port, InspectorPort inspector) {
    this.session = session;
    this.project = project;
    this.build = new DevBuild(session, project, this::changed);
    this.worker = new DevWorker(session, project, port, inspector, this::tellStartProblems);
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
    build.giveUp();
    startProblems = List.of();
    long start = System.currentTimeMillis();
    Codegen.Outcome outcome;
    try {
      outcome = Codegen.run(session, project.functionsDirectory());
    } catch (FileException e) {
      session.complain(e.getMessage());
      return;
    }
    build.watch(outcome.sources());
    if (outcome.failed()) {
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
    if (worker.isAbsent()) {
      build.runUnchecked(this::goLiveUnchecked, this::complain);
    } else {
      build.run(version -> worker.give(version, changedMillis), this::complain);
    }
  }

  private void complain(List<String> problems) {
    Codegen.complainOf(session, problems);
    session.complain(worker.isAbsent() ? DevWorker.WAITING : DevWorker.LAST_GOOD);
  }

  /** Starts Wrangler with a worker whose types nobody has looked at yet. */
  private void goLiveUnchecked(String version) {
    worker.give(version, changedMillis);
    // While Wrangler starts, the type checker gets to know the project: the first change finds it
    // warm.
    build.check(
        problems -> {
          startProblems = problems;
          tellStartProblems();
        });
  }

  private void tellStartProblems() {
    if (worker.hasServed() && !startProblems.isEmpty()) {
      Codegen.complainOf(session, startProblems);
      session.complain("It runs as it is; changes go live once this is fixed.");
      startProblems = List.of();
    }
  }

  private void stop() {
    stopping = true;
    build.giveUp();
    worker.stop();
  }
}
