package dev.zeroback.cli.command;

import dev.zeroback.cli.analysis.ParsedModules;
import dev.zeroback.cli.diagnostic.Diagnostic;
import dev.zeroback.cli.platform.FileException;
import java.util.List;

/** A running {@code zeroback dev}: what is saved is generated, checked, bundled and made live. */
final class DevServer {
  private final Session session;
  private final WorkerProject project;
  private final DevBuild build;
  private final DevWorker worker;
  private final ParsedModules parsed = new ParsedModules();
  private long changedMillis = System.currentTimeMillis();
  private boolean stopping;

  /** Whether Wrangler was given a worker whose types nobody has looked at yet. */
  private boolean isUnchecked;

  DevServer(Session session, WorkerProject project, int port, InspectorPort inspector) {
    this.session = session;
    this.project = project;
    this.build = new DevBuild(session, project, this::changed);
    this.worker = new DevWorker(session, project, port, inspector, this::checkStart);
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

  /** A full disk ends nothing that runs; where nothing does, it ends dev. */
  private void surviving(Runnable step) {
    try {
      step.run();
    } catch (FileException e) {
      if (worker.isAbsent()) {
        throw e;
      }
      complain(List.of(e.getMessage()));
    }
  }

  /** Generates code and makes it live; starts Wrangler as soon as that works for the first time. */
  private void rebuild() {
    if (stopping) {
      return;
    }
    build.giveUp();
    isUnchecked = false;
    if (!session.files().isDirectory(project.functionsDirectory())) {
      complain(
          List.of(
              "There is no folder "
                  + session.shown(project.functionsDirectory())
                  + " any more. Bring it back, or start dev with another: zeroback dev"
                  + " <functionsDir>"));
      return;
    }
    try {
      generate();
    } catch (FileException e) {
      complain(List.of(e.getMessage()));
    }
  }

  private void generate() {
    long start = System.currentTimeMillis();
    Codegen.Outcome outcome = Codegen.run(session, project.functionsDirectory(), parsed);
    build.watch(outcome.sources(), start);
    if (outcome.failed()) {
      complain(outcome.diagnostics().stream().map(Diagnostic::toString).toList());
      return;
    }
    if (outcome.changed() > 0) {
      session.say(
          "Generated code for "
              + outcome.found()
              + " in "
              + (System.currentTimeMillis() - start)
              + " ms");
    }
    if (worker.isAbsent() || !build.hasChecked()) {
      build.runUnchecked(this::goLiveUnchecked, this::complain);
    } else {
      build.run(version -> surviving(() -> worker.give(version, changedMillis)), this::complain);
    }
  }

  private void complain(List<String> problems) {
    Codegen.complainOf(session, problems);
    session.complain(worker.isAbsent() ? DevWorker.WAITING : DevWorker.LAST_GOOD);
    worker.expectFix();
  }

  /**
   * Has Wrangler load a worker whose types nobody has looked at yet: the first one, and what is
   * saved before the first look has ended.
   */
  private void goLiveUnchecked(String version) {
    isUnchecked = true;
    surviving(
        () -> {
          if (!worker.give(version, changedMillis)) {
            checkStart();
          }
        });
  }

  /**
   * Looks at the types of what Wrangler serves: not before it does, or the two would slow each
   * other down while somebody waits. The change after that finds the type checker warm.
   */
  private void checkStart() {
    if (isUnchecked) {
      isUnchecked = false;
      surviving(() -> build.check(this::tellStartProblems));
    }
  }

  private void tellStartProblems(List<String> problems) {
    if (!problems.isEmpty()) {
      Codegen.complainOf(session, problems);
      session.complain("It runs as it is; changes go live once this is fixed.");
      worker.expectFix();
    }
  }

  private void stop() {
    stopping = true;
    build.giveUp();
    worker.stop();
  }
}
