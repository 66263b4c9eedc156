package dev.zeroback.cli.command;

import java.util.List;
import java.util.Optional;

/**
 * A server as a command addresses it.
 *
 * @param url without a slash at its end
 * @param key the admin key; absent when none is known
 */
record AdminAccess(String url, Optional<String> key) {
  static final List<CommandSpec.Option> OPTIONS =
      List.of(
          CommandSpec.Option.valued("url", "url", "The server (default: the running dev server)"),
          CommandSpec.Option.valued(
              "admin-key", "key", "Its admin key (default: $ZEROBACK_ADMIN_KEY)"));

  /** The server that is named, else the one that runs under dev. */
  static AdminAccess of(CommandLine line, Session session) {
    String project = session.host().workingDirectory();
    return at(
        line.value("url")
            .or(() -> AdminKey.address(session, project))
            .orElse(DevWorker.address(DevCommand.DEFAULT_PORT)),
        line,
        session);
  }

  /** The server that is deployed, if its address is known. */
  static Optional<AdminAccess> deployed(CommandLine line, Session session) {
    return line.value("url")
        .or(() -> session.host().environment("ZEROBACK_URL"))
        .map(url -> at(url, line, session));
  }

  private static AdminAccess at(String written, CommandLine line, Session session) {
    String project = session.host().workingDirectory();
    String absolute = written.contains("://") ? written : schemeOf(written) + written;
    String url = absolute.endsWith("/") ? absolute.substring(0, absolute.length() - 1) : absolute;
    return new AdminAccess(
        url,
        line.value("admin-key")
            .or(() -> AdminKey.of(session, project, url))
            .or(() -> session.host().environment("ZEROBACK_ADMIN_KEY")));
  }

  /**
   * Over http the key can be read on its way: that is for this machine, unless the user says so.
   */
  private static String schemeOf(String address) {
    int end = 0;
    while (end < address.length() && ":/".indexOf(address.charAt(end)) < 0) {
      end++;
    }
    String host = address.substring(0, end);
    boolean local =
        host.equals("localhost")
            || host.startsWith("127.")
                && host.chars().allMatch(c -> c == '.' || c >= '0' && c <= '9')
            || address.startsWith("[::1]");
    return local ? "http://" : "https://";
  }

  /** Says why a server answers 404 to who may not administer it. */
  String refusal(Session session) {
    return url
        + " does not open its admin routes to you (404). Give the server's admin key with"
        + " --admin-key or ZEROBACK_ADMIN_KEY; set one with: "
        + PackageManager.of(session, session.host().workingDirectory()).runner()
        + " wrangler secret put ZEROBACK_ADMIN_KEY";
  }

  String unreachable(String reason) {
    return "No server answers at "
        + url
        + " ("
        + reason
        + "). Start one with \"zeroback dev\", or name another with --url.";
  }
}
