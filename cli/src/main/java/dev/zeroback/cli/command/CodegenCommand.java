package dev.zeroback.cli.command;

import java.util.List;

/** Generates code once. */
final class CodegenCommand implements Command {
  @Override
  public CommandSpec spec() {
    return new CommandSpec(
        "codegen",
        "Generate types and the manifest, without a server",
        List.of("functionsDir"),
        0,
        false,
        List.of(),
        """
        Reads the schema and functions in [functionsDir] (default: ./zeroback) and writes
        api.ts, server.ts, dataModel.ts and manifest.ts to its _generated folder.
        """);
  }

  @Override
  public void run(CommandLine line, Session session) {
    String directory = session.path(line.argument(0).orElse(Template.DEFAULT_FUNCTIONS));
    if (Codegen.missing(session, directory, spec().name())) {
      return;
    }
    Codegen.Outcome outcome = Codegen.run(session, directory);
    if (outcome.failed()) {
      Codegen.complain(session, outcome.diagnostics());
      session.exit(Session.FAILED);
      return;
    }
    session.say(
        "Generated code for "
            + outcome.found()
            + " in "
            + session.shown(directory)
            + "/_generated ("
            + outcome.changed()
            + " files changed).");
    session.exit(0);
  }
}
