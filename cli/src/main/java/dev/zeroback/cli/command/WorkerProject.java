package dev.zeroback.cli.command;

import dev.zeroback.cli.platform.Paths;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A project that is ready for Wrangler.
 *
 * @param wrangler path of Wrangler's script
 */
record WorkerProject(String directory, String functionsDirectory, String wrangler) {
  private static final String MANIFEST = "/_generated/manifest";

  /**
   * Returns the project in the working folder; if something is missing, says what and ends the run.
   */
  static Optional<WorkerProject> find(String command, CommandLine line, Session session) {
    String functions = session.path(line.argument(0).orElse(Template.DEFAULT_FUNCTIONS));
    String directory = session.host().workingDirectory();
    if (Codegen.missing(session, functions, command)) {
      return Optional.empty();
    }
    Optional<WorkerConfiguration> configuration = WorkerConfiguration.in(session, directory);
    if (configuration.isEmpty()) {
      session.fail("No wrangler.toml found in this folder. Run \"zeroback init\" to create one.");
      return Optional.empty();
    }
    Optional<String> other = otherManifest(session, new WorkerProject(directory, functions, ""));
    if (other.isPresent()) {
      session.fail(other.get());
      return Optional.empty();
    }
    PackageManager packages = PackageManager.of(session, directory);
    Optional<String> wrangler = Wrangler.find(session, directory);
    Optional<String> problem =
        wrangler.isEmpty()
            ? Optional.of("Wrangler is not installed. Run: " + packages.adder() + " -D wrangler")
            : Wrangler.refusal(session, wrangler.get(), packages);
    if (problem.isPresent()) {
      session.fail(problem.get());
      return Optional.empty();
    }
    configuration.get().lack().ifPresent(session::complain);
    return wrangler.map(script -> new WorkerProject(directory, functions, script));
  }

  /** Says that the entry imports the manifest of another folder than the functions', if it does. */
  private static Optional<String> otherManifest(Session session, WorkerProject project) {
    String entry = project.entry(session);
    String text = session.files().readText(entry).orElse("");
    int end = text.indexOf(MANIFEST);
    int start = end < 0 ? -1 : Math.max(text.lastIndexOf('"', end), text.lastIndexOf('\'', end));
    if (start < 0) {
      return Optional.empty();
    }
    String imported = text.substring(start + 1, end + MANIFEST.length());
    String functions = project.functionsDirectory();
    if (Paths.resolve(Paths.parent(entry), imported).equals(functions + MANIFEST)) {
      return Optional.empty();
    }
    String relative = Paths.relative(Paths.parent(entry), functions) + MANIFEST;
    return Optional.of(
        session.shown(entry)
            + " imports \""
            + imported
            + "\", but the functions are in "
            + session.shown(functions)
            + ". Import \""
            + (relative.startsWith(".") ? relative : "./" + relative)
            + "\" there.");
  }

  /** Returns the path of the worker's entry: what the configuration says, else what init writes. */
  String entry(Session session) {
    return Paths.resolve(
        directory,
        WorkerConfiguration.in(session, directory)
            .flatMap(configuration -> configuration.main(session.host().json()))
            .orElse(Template.ENTRY));
  }

  /** Returns the worker's configuration; nothing while there is none. */
  Optional<WorkerConfiguration> configuration(Session session) {
    return WorkerConfiguration.in(session, directory);
  }

  /** Returns the paths at which Wrangler looks for the worker's secrets and other variables. */
  List<String> variables() {
    return Stream.of(".dev.vars", ".env", ".env.local")
        .map(name -> directory + "/" + name)
        .toList();
  }

  /** Returns the paths at which a configuration may lie. */
  List<String> configurations() {
    return WorkerConfiguration.NAMES.stream().map(name -> directory + "/" + name).toList();
  }
}
