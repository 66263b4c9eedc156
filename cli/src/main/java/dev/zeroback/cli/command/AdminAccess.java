package dev.zeroback.cli.command;

import dev.zeroback.cli.platform.Json;
import java.util.List;
import java.util.Optional;

/**
 * A server as a command addresses it.
 *
 * @param url without a slash at its end
 * @param key the admin key; absent when none is known
 */
record AdminAccess(String url, Optional<String> key) {
  /** Of what a server answers and nobody expects, in characters. */
  private static final int LONGEST = 300;

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
    String url = root(written.trim());
    return new AdminAccess(
        url,
        line.value("admin-key")
            .or(() -> AdminKey.of(session, project, url))
            .or(() -> session.host().environment("ZEROBACK_ADMIN_KEY")));
  }

  /** Returns where the server's own paths begin; clients know the address of its sockets. */
  private static String root(String written) {
    String url = written.contains("://") ? written : schemeOf(written) + written;
    if (url.startsWith("ws://") || url.startsWith("wss://")) {
      url = "http" + url.substring("ws".length());
    }
    url = withoutEnd(url, "/");
    return withoutEnd(withoutEnd(url, "/ws"), "/");
  }

  private static String withoutEnd(String text, String end) {
    return text.endsWith(end) ? text.substring(0, text.length() - end.length()) : text;
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
    return noAnswer(reason) + " Start one with \"zeroback dev\", or name another with --url.";
  }

  String noAnswer(String reason) {
    return "No server answers at " + url + " (" + reason + ").";
  }

  /**
   * Says what the server answered where it should not: in short, and without the key, which a page
   * about a failed request shows.
   */
  String failure(Json json, int status, String body) {
    String start = body.strip();
    int end = start.indexOf('\n');
    String line = end < 0 ? start : start.substring(0, end).strip();
    String shown =
        json.text(body, "error")
            .orElse(start.startsWith("<") ? "a page of HTML" : withoutKey(line));
    return url
        + " answered "
        + status
        + (shown.isEmpty() ? "" : ": " + shown)
        + (status >= 500
            ? "\nIts own log says why: the terminal of \"zeroback dev\", or \"wrangler tail\" where"
                + " it is deployed."
            : "");
  }

  private String withoutKey(String line) {
    String plain = key.isPresent() ? line.replace(key.get(), "<admin key>") : line;
    return plain.length() > LONGEST ? plain.substring(0, LONGEST) + "..." : plain;
  }
}
