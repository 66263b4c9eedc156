package dev.zeroback.cli.command;

import dev.zeroback.cli.platform.Paths;
import java.util.Optional;

/** Programs that npm installed: in {@code node_modules} of a folder or of one above it. */
final class NodeModules {
  private NodeModules() {}

  /**
   * Returns the path of a program's script, as seen from {@code folder}.
   *
   * @param script below {@code node_modules}, such as {@code wrangler/bin/wrangler.js}
   */
  static Optional<String> find(Session session, String folder, String script) {
    String above = folder;
    while (true) {
      String candidate = (above.equals("/") ? "" : above) + "/node_modules/" + script;
      if (session.files().exists(candidate)) {
        return Optional.of(candidate);
      }
      if (above.equals(Paths.parent(above)) || !above.contains("/")) {
        return Optional.empty();
      }
      above = Paths.parent(above);
    }
  }
}
