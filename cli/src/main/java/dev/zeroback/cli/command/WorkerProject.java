package dev.zeroback.cli.command;

import dev.zeroback.cli.platform.Lines;
import java.util.List;
import java.util.Optional;

/**
 * A project that is ready for Wrangler.
 *
 * @param wrangler path of Wrangler's script
 */
record WorkerProject(String directory, String functionsDirectory, String wrangler) {
  static final List<String> CONFIGURATIONS =
      List.of("wrangler.toml", "wrangler.json", "wrangler.jsonc");

  /**
   * Returns the project in the working folder; if something is missing, says what and ends the run.
   */
  static Optional<WorkerProject> find(String command, CommandLine line, Session session) {
    String functions = session.path(line.argument(0).orElse(Template.DEFAULT_FUNCTIONS));
    String directory = session.host().workingDirectory();
    if (Codegen.missing(session, functions, command)) {
      return Optional.empty();
    }
    if (!isConfigured(session, directory)) {
      session.fail("No wrangler.toml found in this folder. Run \"zeroback init\" to create one.");
      return Optional.empty();
    }
    Optional<String> wrangler = Wrangler.find(session, directory);
    if (wrangler.isEmpty()) {
      session.fail(
          "Wrangler is not installed. Run: "
              + PackageManager.of(session, directory).adder()
              + " -D wrangler");
    }
    return wrangler.map(script -> new WorkerProject(directory, functions, script));
  }

  /** Returns the path of the worker's entry: what the configuration says, else what init writes. */
  String entry(Session session) {
    return directory + "/" + main(configuration(session)).orElse(Template.ENTRY);
  }

  /** Returns the text of the worker's configuration; empty while there is none. */
  String configuration(Session session) {
    return configurations().stream()
        .flatMap(path -> session.files().readText(path).stream())
        .findFirst()
        .orElse("");
  }

  /** Returns the paths at which a configuration may lie. */
  List<String> configurations() {
    return CONFIGURATIONS.stream().map(name -> directory + "/" + name).toList();
  }

  /** Returns the text of {@code main} in TOML or JSON, where it stands above all tables. */
  private static Optional<String> main(String configuration) {
    for (String line : Lines.of(configuration)) {
      String text = line.trim();
      if (text.startsWith("[")) {
        break;
      }
      for (String key : List.of("main", "\"main\"")) {
        String rest = text.startsWith(key) ? text.substring(key.length()).trim() : "";
        if (rest.startsWith("=") || rest.startsWith(":")) {
          return quoted(rest.substring(1).trim());
        }
      }
    }
    return Optional.empty();
  }

  /** Returns what stands between the quotes that {@code text} begins with. */
  private static Optional<String> quoted(String text) {
    if (!text.startsWith("\"") && !text.startsWith("'")) {
      return Optional.empty();
    }
    int end = text.indexOf(text.charAt(0), 1);
    return end < 0 ? Optional.empty() : Optional.of(text.substring(1, end));
  }

  static boolean isConfigured(Session session, String directory) {
    return CONFIGURATIONS.stream().anyMatch(name -> session.files().exists(directory + "/" + name));
  }
}
