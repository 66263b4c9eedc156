package dev.zeroback.cli.command;

import java.util.List;
import java.util.Optional;

/** Generates code, runs the worker locally and keeps both up to date. */
final class DevCommand implements Command {
  private static final int DEFAULT_PORT = 8788;
  private static final List<String> CONFIGURATIONS =
      List.of("wrangler.toml", "wrangler.json", "wrangler.jsonc");

  @Override
  public CommandSpec spec() {
    return new CommandSpec(
        "dev",
        "Start the development server with hot reload",
        List.of("functionsDir"),
        0,
        false,
        List.of(CommandSpec.Option.valued("port", "port", "Port to listen on (default: 8788)")),
        """
        Generates code from [functionsDir] (default: ./zeroback), runs the worker with Wrangler
        and does both again on every change. Data is kept in .wrangler/state; see "zeroback reset".
        """);
  }

  @Override
  public void run(CommandLine line, Session session) {
    Optional<Integer> port = line.value("port").map(DevCommand::parsePort).orElse(Optional.of(DEFAULT_PORT));
    if (port.isEmpty()) {
      session.complain("--port needs a number from 1 to 65535, not \"" + line.value("port").get() + "\".");
      session.exit(Session.MISUSED);
      return;
    }
    String functions = session.path(line.argument(0).orElse(Template.DEFAULT_FUNCTIONS));
    String project = session.host().workingDirectory();
    if (Codegen.missing(session, functions)) {
      return;
    }
    if (CONFIGURATIONS.stream().noneMatch(name -> session.files().exists(project + "/" + name))) {
      session.fail("No wrangler.toml found in this folder. Run \"zeroback init\" to create one.");
      return;
    }
    Optional<String> wrangler = Wrangler.find(session, project);
    if (wrangler.isEmpty()) {
      session.fail("Wrangler is not installed. Run: npm install --save-dev wrangler");
      return;
    }
    session
        .host()
        .whenPortChecked(
            port.get(),
            free -> {
              if (free) {
                new DevServer(session, project, functions, port.get(), wrangler.get()).start();
              } else {
                session.fail(
                    "Port " + port.get() + " is already in use. Stop the program that listens on it,"
                        + " or choose another port: zeroback dev --port " + (port.get() + 1));
              }
            });
  }

  private static Optional<Integer> parsePort(String text) {
    boolean digits = !text.isEmpty() && text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits
        ? Optional.of(Integer.parseInt(text)).filter(port -> port >= 1 && port <= 65535)
        : Optional.empty();
  }
}
