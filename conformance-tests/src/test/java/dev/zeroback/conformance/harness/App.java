package dev.zeroback.conformance.harness;

import java.nio.file.Path;

/**
 * An app that can be served.
 *
 * @param folder if it has a folder {@code zeroback}, code is generated for it
 * @param entry the Worker's module, relative to the folder
 */
public record App(Path folder, String entry) {

  /** A Worker without an engine, for tests of the harness itself. */
  public static final App ECHO = fixture("echo");

  /** Projects with tasks, and counters. */
  public static final App BASICS = fixture("basics");

  /** Jobs, a cron every second, files and a route. */
  public static final App JOBS = fixture("jobs");

  /** The example apps. */
  public static final App TODO = example("todo");

  public static final App CHAT = example("chat");

  public static final App BOARD = example("board");

  private static App example(String name) {
    return new App(Project.ROOT.resolve("examples").resolve(name), ".zeroback/entry");
  }

  private static App fixture(String name) {
    return new App(Project.MODULE.resolve("fixtures").resolve(name), "worker");
  }
}
