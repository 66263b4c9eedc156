package dev.zeroback.cli.command;

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
  static Optional<WorkerProject> find(CommandLine line, Session session) {
    String functions = session.path(line.argument(0).orElse(Template.DEFAULT_FUNCTIONS));
    String directory = session.host().workingDirectory();
    if (Codegen.missing(session, functions)) {
      return Optional.empty();
    }
    if (!isConfigured(session, directory)) {
      session.fail("No wrangler.toml found in this folder. Run \"zeroback init\" to create one.");
      return Optional.empty();
    }
    Optional<String> wrangler = Wrangler.find(session, directory);
    if (wrangler.isEmpty()) {
      session.fail("Wrangler is not installed. Run: npm install --save-dev wrangler");
    }
    return wrangler.map(script -> new WorkerProject(directory, functions, script));
  }

  static boolean isConfigured(Session session, String directory) {
    return CONFIGURATIONS.stream().anyMatch(name -> session.files().exists(directory + "/" + name));
  }
}
