package dev.zeroback.cli.command;

import dev.zeroback.cli.analysis.TypeText;
import dev.zeroback.cli.platform.Json;
import java.util.Optional;

/** A live query of which each new result is printed, over lost connections too. */
final class WatchedQuery {
  private static final int RETRY_MILLIS = 1000;

  /** How the package ws begins to say that a server answered with a status of its own. */
  private static final String REFUSED = "Unexpected server response: ";

  private final Session session;
  private final AdminAccess server;
  private final String frame;
  private boolean connected;
  private boolean waiting;
  private String printed = "";

  WatchedQuery(Session session, AdminAccess server, String function, String arguments) {
    this.session = session;
    this.server = server;
    this.frame =
        "{\"type\":\"query\",\"id\":\"watch\",\"fn\":"
            + TypeText.quoted(function)
            + ",\"args\":"
            + arguments
            + "}";
  }

  void follow() {
    // http becomes ws, https wss.
    String address = "ws" + server.url().substring("http".length()) + "/ws";
    session.host().converse(address, server.key(), frame, this::receive, this::retry);
  }

  private void receive(String text) {
    connected = true;
    waiting = false;
    Json json = session.host().json();
    String type = json.text(text, "type").orElse("");
    switch (type) {
      case "result", "update" -> print(json.member(text, "result"));
      case "updates" ->
          print(
              json.member(text, "items")
                  .flatMap(items -> json.member(items, "0"))
                  .flatMap(item -> json.member(item, "result")));
      case "error" -> fail(json, text);
      default -> session.complain("The server sent something unknown: " + text);
    }
  }

  private void print(Optional<String> result) {
    String text = result.orElse("null");
    if (!text.equals(printed)) {
      printed = text;
      session.say(text);
    }
  }

  /** A query that fails before its first result will not recover; one that fails later may. */
  private void fail(Json json, String text) {
    String message =
        json.text(text, "code").map(code -> code + ": ").orElse("")
            + json.text(text, "message").orElse(text);
    if (printed.isEmpty()) {
      session.fail(message);
    } else {
      printed = message;
      session.complain(message);
    }
  }

  /** Says why there is no socket: an answer that refused it tells its status. */
  private String refusal(String reason) {
    if (!reason.startsWith(REFUSED)) {
      return server.unreachable(reason);
    }
    int status = Integer.parseInt(reason.substring(REFUSED.length()));
    return status == 404
        ? server.refusal(session)
        : server.failure(session.host().json(), status, "");
  }

  private void retry(String reason) {
    if (!connected && !waiting) {
      session.fail(refusal(reason));
      return;
    }
    if (!waiting) {
      waiting = true;
      connected = false;
      session.complain("The server went away; waiting for it.");
    }
    session.host().after(RETRY_MILLIS, this::follow);
  }
}
