package dev.zeroback.cli.command;

import dev.zeroback.cli.platform.Paths;
import java.util.Map;
import java.util.Optional;

/** Finds the Wrangler to run: the project's own, else the one that was installed with the CLI. */
final class Wrangler {
  /**
   * Wrangler neither reports its use nor asks the network what the local simulation does not need.
   */
  static final Map<String, String> ENVIRONMENT =
      Map.of(
          "WRANGLER_SEND_METRICS", "false",
          "CLOUDFLARE_CF_FETCH_ENABLED", "false",
          "NO_UPDATE_NOTIFIER", "1",
          "FORCE_COLOR", "0");

  private static final String SCRIPT = "/node_modules/wrangler/bin/wrangler.js";

  private Wrangler() {}

  /** Returns the path of the script to run with Node. */
  static Optional<String> find(Session session, String projectDirectory) {
    Optional<String> own = above(session, projectDirectory);
    return own.isPresent() ? own : above(session, session.host().installDirectory());
  }

  private static Optional<String> above(Session session, String start) {
    for (String folder = start; ; folder = Paths.parent(folder)) {
      String candidate = (folder.equals("/") ? "" : folder) + SCRIPT;
      if (session.files().exists(candidate)) {
        return Optional.of(candidate);
      }
      if (folder.equals(Paths.parent(folder)) || !folder.contains("/")) {
        return Optional.empty();
      }
    }
  }
}
