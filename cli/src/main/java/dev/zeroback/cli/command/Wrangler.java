package dev.zeroback.cli.command;

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

  /** Where the local database lies, below the project's folder. */
  static final String STATE = ".wrangler/state";

  private static final String SCRIPT = "wrangler/bin/wrangler.js";

  private Wrangler() {}

  /** Returns the path of the script to run with Node. */
  static Optional<String> find(Session session, String projectDirectory) {
    return NodeModules.find(session, projectDirectory, SCRIPT)
        .or(() -> NodeModules.find(session, session.host().installDirectory(), SCRIPT));
  }
}
