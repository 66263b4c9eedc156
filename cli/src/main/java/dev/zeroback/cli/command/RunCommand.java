package dev.zeroback.cli.command;

import dev.zeroback.cli.analysis.TypeText;
import dev.zeroback.cli.diagnostic.Suggestion;
import dev.zeroback.cli.platform.Host.HttpAnswer;
import dev.zeroback.cli.platform.Json;
import java.util.List;
import java.util.Optional;

/** Calls a function of a running server. */
final class RunCommand implements Command {
  private static final String DEFAULT_URL = "http://localhost:8788";

  @Override
  public CommandSpec spec() {
    return new CommandSpec(
        "run",
        "Call a query, mutation or action on a running server",
        List.of("function", "jsonArgs"),
        1,
        false,
        List.of(
            CommandSpec.Option.valued("url", "url", "The server (default: the running dev server)"),
            CommandSpec.Option.valued(
                "admin-key", "key", "Its admin key (default: $ZEROBACK_ADMIN_KEY)")),
        """
        Prints the result as JSON. Internal functions can be called too.
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
    String project = session.host().workingDirectory();
    String url = line.value("url").or(() -> AdminKey.address(session, project)).orElse(DEFAULT_URL);
    String address = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    Optional<String> key =
        line.value("admin-key")
            .or(() -> AdminKey.of(session, project, address))
            .or(() -> session.host().environment("ZEROBACK_ADMIN_KEY"));
    session
        .host()
        .post(
            address + "/__admin/run",
            "{\"fn\":" + TypeText.quoted(function) + ",\"args\":" + arguments.get() + "}",
            key,
            answer -> report(session, function, address, answer),
            reason ->
                session.fail(
                    "No server answers at "
                        + address
                        + " ("
                        + reason
                        + "). Start one with \"zeroback dev\", or name another with --url."));
  }

  private static void report(Session session, String function, String address, HttpAnswer answer) {
    Json json = session.host().json();
    if (answer.status() == 200) {
      session.say(json.member(answer.body(), "result").orElse("null"));
      session.exit(0);
      return;
    }
    Optional<String> code = json.text(answer.body(), "code");
    if (code.isEmpty() && answer.status() == 404) {
      session.fail(
          address
              + " does not let you run functions (404). Give the server's admin key with --admin-key"
              + " or ZEROBACK_ADMIN_KEY; set one with: npx wrangler secret put ZEROBACK_ADMIN_KEY");
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
