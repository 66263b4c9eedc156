package dev.zeroback.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes the worker that {@code dev} runs. Only code without errors gets into it, so the last good
 * version runs on while the project has some.
 */
final class DevBuild {
  /** The bundle, which Wrangler watches. */
  static final String WORKER = ".zeroback/dev/worker.js";

  private final Session session;
  private final WorkerProject project;
  private final Runnable onChange;
  private int attempts;
  private Runnable runningCheck;

  /**
   * @param onChange called when a source outside of the functions folder or the worker's
   *     configuration changed
   */
  DevBuild(Session session, WorkerProject project, Runnable onChange) {
    this.session = session;
    this.project = project;
    this.onChange = onChange;
  }

  /**
   * Builds what is on the disk now, if its types are right. An attempt that another overtakes tells
   * nothing.
   *
   * @param onProblems told what is wrong: then the worker is as it was
   */
  void run(Runnable onBuilt, Consumer<List<String>> onProblems) {
    check(
        problems -> {
          if (problems.isEmpty()) {
            bundle(onBuilt, onProblems);
          } else {
            onProblems.accept(problems);
          }
        });
  }

  /** Builds without looking at types, for a start that need not wait for them. */
  void runUnchecked(Runnable onBuilt, Consumer<List<String>> onProblems) {
    attempts++;
    stopCheck();
    bundle(onBuilt, onProblems);
  }

  /** Checks the types, where the project has TypeScript. */
  void check(Consumer<List<String>> onChecked) {
    int attempt = ++attempts;
    stopCheck();
    Optional<TypeCheck> types = TypeCheck.of(session, project);
    if (types.isEmpty()) {
      onChecked.accept(List.of());
      return;
    }
    runningCheck =
        types
            .get()
            .startAgain(
                problems -> {
                  if (attempt == attempts) {
                    runningCheck = null;
                    onChecked.accept(problems);
                  }
                });
  }

  void stopCheck() {
    if (runningCheck != null) {
      runningCheck.run();
      runningCheck = null;
    }
  }

  private void bundle(Runnable onBuilt, Consumer<List<String>> onProblems) {
    int attempt = attempts;
    session
        .host()
        .bundler()
        .bundle(
            project.wrangler(),
            project.directory(),
            project.entry(session),
            project.directory() + "/" + WORKER,
            sources -> {
              session.host().watchFiles(outside(sources), onChange);
              if (attempt == attempts) {
                onBuilt.run();
              }
            },
            problems -> {
              if (attempt == attempts) {
                onProblems.accept(problems);
              }
            });
  }

  /** Returns the configuration's paths, and those of sources outside of the functions folder. */
  private List<String> outside(List<String> sources) {
    List<String> paths = new ArrayList<>();
    for (String path : project.configurations()) {
      // To watch a file that is not there is to be told so at once.
      if (session.files().exists(path)) {
        paths.add(path);
      }
    }
    for (String source : sources) {
      String path = project.directory() + "/" + source;
      if (!path.startsWith(project.functionsDirectory() + "/")) {
        paths.add(path);
      }
    }
    return paths;
  }
}
