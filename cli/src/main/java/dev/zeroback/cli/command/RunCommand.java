package dev.zeroback.cli.command;

import dev.zeroback.cli.analysis.TypeText;
import dev.zeroback.cli.diagnostic.Suggestion;
import dev.zeroback.cli.platform.Host.HttpAnswer;
import dev.zeroback.cli.platform.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
    session
        .host()
        .post(
            server.url() + "/__admin/run",
            "{\"fn\":" + TypeText.quoted(function) + ",\"args\":" + arguments.get() + "}",
            server.key(),
            answer -> report(session, function, server, answer),
            reason -> session.fail(server.unreachable(reason)));
  }

  private static void report(
      Session session, String function, AdminAccess server, HttpAnswer answer) {
    Json json = session.host().json();
    if (answer.status() == 200) {
      session.say(json.member(answer.body(), "result").orElse("null"));
      session.exit(0);
      return;
    }
    Optional<String> code = json.text(answer.body(), "code");
    if (code.isEmpty() && answer.status() == 404) {
      session.fail(server.refusal());
      return;
    }
    String message =
        json.text(answer.body(), "error").orElse("HTTP " + answer.status() + " " + answer.body());
    session.fail(
        code.map(each -> each + ": ").orElse("") + message + suggestion(session, function, code));
  }

  private static String suggestion(Session session, String function, Optional<String> code) {
    String functions = session.path(Template.DEFAULT_FUNCTIONS);
    return code.equals(Optional.of("not_found")) && session.files().isDirectory(functions)
        ? Suggestion.among(Codegen.functionNames(session, functions), function)
        : "";
  }
}
