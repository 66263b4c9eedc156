package dev.zeroback.cli.command;

import dev.zeroback.cli.platform.Bundler.Bundle;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Makes the worker that {@code dev} runs. Only code without errors gets into it, so the last good
 * version runs on while the project has some. An attempt that another overtakes, or that is given
 * up, tells nothing.
 */
final class DevBuild {
  /** Where the worker lies, which Wrangler watches. */
  static final String WORKER = ".zeroback/dev/worker.js";

  private final Session session;
  private final WorkerProject project;
  private final Runnable onChange;
  private int attempts;
  private Runnable runningCheck = () -> {};
  private boolean hasChecked;

  /** What was read the last time that code was generated. */
  private List<String> read = List.of();

  /** What was read the last time that the worker was bundled. */
  private List<String> bundled = List.of();

  /**
   * @param onChange called when a source outside of the functions folder or the worker's
   *     configuration changed
   */
  DevBuild(Session session, WorkerProject project, Runnable onChange) {
    this.session = session;
    this.project = project;
    this.onChange = onChange;
  }

  /** Gives up the attempt that is under way: what it looked at is no longer on the disk. */
  void giveUp() {
    attempts++;
    runningCheck.run();
    runningCheck = () -> {};
  }

  /**
   * Builds what is on the disk now, if its types are right.
   *
   * @param onBuilt told the worker
   * @param onProblems told what is wrong
   */
  void run(Consumer<String> onBuilt, Consumer<List<String>> onProblems) {
    check(
        problems -> {
          if (problems.isEmpty()) {
            bundle(onBuilt, onProblems);
          } else {
            onProblems.accept(problems);
          }
        });
  }

  /** Whether types were looked at once: the first time takes seconds, the others a moment. */
  boolean hasChecked() {
    return hasChecked;
  }

  /** Builds without looking at types, for who need not wait for them. */
  void runUnchecked(Consumer<String> onBuilt, Consumer<List<String>> onProblems) {
    giveUp();
    bundle(onBuilt, onProblems);
  }

  /** Checks the types, where the project has TypeScript. */
  void check(Consumer<List<String>> onChecked) {
    giveUp();
    Optional<TypeCheck> types = TypeCheck.of(session, project);
    if (types.isEmpty()) {
      hasChecked = true;
      onChecked.accept(List.of());
      return;
    }
    int attempt = attempts;
    runningCheck =
        types
            .get()
            .startAgain(
                problems -> {
                  hasChecked = true;
                  if (attempt == attempts) {
                    onChecked.accept(problems);
                  }
                });
  }

  private void bundle(Consumer<String> onBuilt, Consumer<List<String>> onProblems) {
    int attempt = attempts;
    long startMillis = System.currentTimeMillis();
    session
        .host()
        .bundler()
        .bundle(
            project.wrangler(),
            project.directory(),
            project.entry(session),
            project.directory() + "/" + WORKER,
            PackageManager.of(session, project.directory()).adder(),
            bundle -> {
              if (attempt == attempts) {
                bundled(bundle, startMillis, onBuilt, onProblems);
              }
            });
  }

  private void bundled(
      Bundle bundle,
      long startMillis,
      Consumer<String> onBuilt,
      Consumer<List<String>> onProblems) {
    bundled = bundle.sources();
    watchOutside(startMillis);
    if (bundle.problems().isEmpty()) {
      onBuilt.accept(bundle.module());
    } else {
      onProblems.accept(bundle.problems());
    }
  }

  /**
   * Watches what the project was read from.
   *
   * @param readMillis when that began
   */
  void watch(List<String> paths, long readMillis) {
    read = paths;
    watchOutside(readMillis);
  }

  /**
   * The configuration and the entry count even before the first bundle is made of them, and what is
   * installed may be what is missing. What lies in the functions folder is watched with it, except
   * what is hidden or installed there.
   */
  private void watchOutside(long readMillis) {
    TreeSet<String> paths = new TreeSet<>(project.configurations());
    paths.addAll(project.variables());
    paths.addAll(PackageManager.records(project.directory()));
    paths.add(project.entry(session));
    paths.addAll(read);
    paths.addAll(bundled);
    String functions = project.functionsDirectory() + "/";
    paths.removeIf(
        path ->
            path.startsWith(functions)
                && !path.startsWith(functions + ".")
                && !path.startsWith(functions + "node_modules/"));
    session.host().watchFiles(List.copyOf(paths), (double) readMillis, onChange);
  }
}
