package dev.zeroback.cli.command;

import dev.zeroback.cli.platform.Host.HttpAnswer;
import dev.zeroback.cli.platform.Json;
import java.util.List;
import java.util.Optional;

/** Shows what a server's functions do and write, as it happens. */
final class LogsCommand implements Command {
  private static final int RETRY_MILLIS = 1000;

  @Override
  public CommandSpec spec() {
    return new CommandSpec(
        "logs",
        "Follow the functions of a running server",
        List.of(),
        0,
        false,
        AdminAccess.OPTIONS,
        """
        Prints what the server has kept, then each new run: time (UTC), kind, function, outcome,
        duration and rows read and written; and what the function wrote to the console, where the
        server has the option asyncLocalStorage. Runs that failed are always kept; those that went
        well only while somebody follows, or with the option logs: "runs". Ctrl-C ends it.
        """);
  }

  @Override
  public void run(CommandLine line, Session session) {
    session.host().onInterrupt(() -> session.exit(0));
    new Follower(session, AdminAccess.of(line, session)).follow();
  }

  /** Reads the log and, when the server goes away, reads on when it is back. */
  private static final class Follower {
    private final Session session;
    private final AdminAccess server;
    private boolean connected;
    private boolean waiting;

    /** Time of the latest entry shown on earlier connections and on this one. */
    private double shownBefore = -1;

    private double latest = -1;

    Follower(Session session, AdminAccess server) {
      this.session = session;
      this.server = server;
    }

    void follow() {
      shownBefore = latest;
      session
          .host()
          .follow(
              server.url() + "/__admin/logs", server.key(), this::show, this::refused, this::retry);
    }

    /** A server that was there before answers so while it is replaced. */
    private void refused(HttpAnswer answer) {
      String said = server.failure(session.host().json(), answer.status(), answer.body());
      if (answer.status() == 404) {
        session.fail(server.refusal(session));
      } else if (answer.status() >= 500 && (connected || waiting)) {
        retry(said);
      } else {
        session.fail(said);
      }
    }

    private void retry(String reason) {
      if (!connected && !waiting) {
        session.fail(server.unreachable(reason));
        return;
      }
      if (connected) {
        connected = false;
        waiting = true;
        session.complain("The server went away; waiting for it.");
      }
      session.host().after(RETRY_MILLIS, this::follow);
    }

    /**
     * Shows an entry, unless an earlier connection has shown it. An empty line is a sign of life.
     */
    private void show(String line) {
      connected = true;
      Json json = session.host().json();
      Optional<String> at = json.member(line, "at");
      if (at.isPresent() && Double.parseDouble(at.get()) > shownBefore) {
        latest = Double.parseDouble(at.get());
        session.say(
            session
                .host()
                .inSources(
                    LogLine.of(json, line, latest), session.host().workingDirectory(), latest));
      }
    }
  }
}
