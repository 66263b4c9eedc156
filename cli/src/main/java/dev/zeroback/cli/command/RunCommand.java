package dev.zeroback.cli.command;

import dev.zeroback.cli.analysis.FunctionExport;
import dev.zeroback.cli.analysis.TypeText;
import dev.zeroback.cli.diagnostic.Suggestion;
import dev.zeroback.cli.platform.Host.HttpAnswer;
import dev.zeroback.cli.platform.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Calls a function of a running server. */
final class RunCommand implements Command {
  private static final List<CommandSpec.Option> OPTIONS = new ArrayList<>(AdminAccess.OPTIONS);

  static {
    OPTIONS.add(CommandSpec.Option.flag("watch", "Print each new result of a query"));
  }

  @Override
  public CommandSpec spec() {
    return new CommandSpec(
        "run",
        "Call a query, mutation or action on a running server",
        List.of("function", "jsonArgs"),
        1,
        false,
        OPTIONS,
        """
        Prints the result as JSON. Internal functions can be called too. With --watch, which
        takes a public query, each new result is printed until Ctrl-C.
        Example: zeroback run tasks:create '{"text": "Buy milk"}'
        """);
  }

  @Override
  public void run(CommandLine line, Session session) {
    String function = line.argument(0).orElseThrow();
    Json json = session.host().json();
    Optional<String> arguments = json.object(line.argument(1).orElse("{}"));
    if (arguments.isEmpty()) {
      session.complain(
          "The arguments are no JSON object: "
              + line.argument(1).orElse("")
              + "\nWrite them in single quotes: zeroback run "
              + function
              + " '{\"name\": \"value\"}'");
      session.exit(Session.MISUSED);
      return;
    }
    AdminAccess server = AdminAccess.of(line, session);
    if (line.has("watch")) {
      session.host().onInterrupt(() -> session.exit(0));
      new WatchedQuery(session, server, function, arguments.get()).follow();
      return;
    }
    new Call(session, server, function, arguments.get()).start();
  }

  /** One call, sent again when a reload of the server has cut it off and it cannot do harm. */
  private static final class Call {
    private static final int RETRY_MILLIS = 200;
    private static final int MOST_RETRIES = 25;

    /** As many functions are named where none is like the one that was called. */
    private static final int MOST_NAMES = 10;

    private final Session session;
    private final AdminAccess server;
    private final String function;
    private final String arguments;
    private int retries;

    Call(Session session, AdminAccess server, String function, String arguments) {
      this.session = session;
      this.server = server;
      this.function = function;
      this.arguments = arguments;
    }

    void start() {
      session
          .host()
          .post(
              server.url() + "/__admin/run",
              "{\"fn\":" + TypeText.quoted(function) + ",\"args\":" + arguments + "}",
              server.key(),
              this::report,
              reason -> session.fail(server.unreachable(reason)));
    }

    private void report(HttpAnswer answer) {
      Json json = session.host().json();
      if (answer.status() == 200) {
        session.say(json.member(answer.body(), "result").orElse("null"));
        session.exit(0);
        return;
      }
      Optional<String> code = json.text(answer.body(), "code");
      if (code.isEmpty() && answer.status() == 404) {
        session.fail(server.refusal(session));
      } else if (code.isEmpty() && answer.body().contains("restarted mid-request")) {
        cutOff();
      } else {
        String message =
            json.text(answer.body(), "error")
                .orElseGet(() -> server.failure(json, answer.status(), answer.body()));
        String prefix = code.map(each -> each + ": ").orElse("");
        session.fail(prefix + message + suggestion(message));
      }
    }

    /** Wrangler has replaced the server while the function ran: so it says. */
    private void cutOff() {
      boolean reads =
          FunctionExport.Kind.QUERY.equals(
              projectFunctions().getOrDefault(function, Optional.empty()).orElse(null));
      if (reads && retries < MOST_RETRIES) {
        retries++;
        session.host().after(RETRY_MILLIS, this::start);
        return;
      }
      session.fail(
          "The server was reloaded while "
              + function
              + " ran. "
              + (reads
                  ? "Run it again."
                  : "Whether it took effect is unknown: look at the data before you run it again."));
    }

    /** A name like the one that was called, if that is what is missing. */
    private String suggestion(String message) {
      if (!message.contains("Function not found: " + TypeText.quoted(function))) {
        return "";
      }
      Set<String> names = new TreeSet<>(projectFunctions().keySet());
      return names.remove(function)
          ? " This project exports that name; the server has it as no function: is it made with query,"
              + " mutation or action, and is the server's code this one?"
          : nearest(names);
    }

    /** Code names functions as members of {@code api}, and files with their folder. */
    private String nearest(Set<String> names) {
      String asked = function;
      for (String prefix : List.of("api.", "internal.", Template.DEFAULT_FUNCTIONS + "/")) {
        asked = asked.startsWith(prefix) ? asked.substring(prefix.length()) : asked;
      }
      String suggestion = Suggestion.among(names, asked);
      return suggestion.isEmpty() && !names.isEmpty()
          ? " This project has: "
              + String.join(", ", names.stream().limit(MOST_NAMES).toList())
              + (names.size() > MOST_NAMES ? ", ..." : ".")
          : suggestion;
    }

    /** Returns the functions of the project in this folder; none if there is no project. */
    private Map<String, Optional<FunctionExport.Kind>> projectFunctions() {
      String functions = session.path(Template.DEFAULT_FUNCTIONS);
      return session.files().isDirectory(functions)
          ? Codegen.functions(session, functions)
          : Map.of();
    }
  }
}
