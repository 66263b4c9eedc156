package dev.zeroback.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Generates code, runs the worker locally and keeps both up to date. */
final class DevCommand implements Command {
  /** What the one that runs in a folder claims. */
  static final String CLAIM = ".zeroback/dev.lock";

  static final int DEFAULT_PORT = 8788;
  static final int HIGHEST_PORT = 65535;

  @Override
  public CommandSpec spec() {
    return new CommandSpec(
        "dev",
        "Start the development server with hot reload",
        List.of("functionsDir"),
        0,
        false,
        List.of(
            CommandSpec.Option.valued(
                "port", "port", "Port to listen on (default: " + DEFAULT_PORT + ")")),
        """
        Generates code from [functionsDir] (default: ./zeroback), runs the worker with Wrangler
        and does both again on every change. Data is kept in .wrangler/state; see "zeroback reset".
        """);
  }

  @Override
  public void run(CommandLine line, Session session) {
    String written = line.value("port").orElse(String.valueOf(DEFAULT_PORT));
    Optional<Integer> port = parsePort(written);
    if (port.isEmpty()) {
      session.complain(
          "--port needs a number from 1 to " + HIGHEST_PORT + ", not \"" + written + "\".");
      session.exit(Session.MISUSED);
      return;
    }
    WorkerProject.find(spec().name(), line, session)
        .ifPresent(project -> startIfAlone(session, project, port.get()));
  }

  /** Two in one folder would write over each other's worker and share a database. */
  private static void startIfAlone(Session session, WorkerProject project, int port) {
    session
        .host()
        .claim(
            project.directory() + "/" + CLAIM,
            holder -> {
              if (holder.isPresent()) {
                session.fail(alreadyRuns(session, project, holder.get()));
              } else {
                AdminKey.forgetAll(session, project.directory());
                startIfFree(session, project, port);
              }
            });
  }

  /** Returns what is known of the dev that runs in a folder, in parentheses. */
  static String known(Session session, String directory, String process) {
    List<String> known = new ArrayList<>();
    if (!process.isEmpty()) {
      known.add("process " + process);
    }
    AdminKey.address(session, directory).ifPresent(known::add);
    return known.isEmpty() ? "" : " (" + String.join(", ", known) + ")";
  }

  private static String alreadyRuns(Session session, WorkerProject project, String process) {
    return "\"zeroback dev\" already runs in this folder"
        + known(session, project.directory(), process)
        + ". Two would share one worker and one database: use the one that runs, or stop it first.";
  }

  private static void startIfFree(Session session, WorkerProject project, int port) {
    session
        .host()
        .whenPortChecked(
            port,
            free -> {
              if (free) {
                InspectorPort.whenChosen(
                    session, inspector -> new DevServer(session, project, port, inspector).start());
              } else {
                session.fail(new TakenPort(port).ofServer(session));
              }
            });
  }

  private static Optional<Integer> parsePort(String text) {
    boolean digits =
        !text.isEmpty() && text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits
        ? Optional.of(Integer.parseInt(text)).filter(port -> port >= 1 && port <= HIGHEST_PORT)
        : Optional.empty();
  }
}
