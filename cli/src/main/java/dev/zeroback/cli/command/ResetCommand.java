package dev.zeroback.cli.command;

import java.util.List;

/** Deletes the local database. */
final class ResetCommand implements Command {
  @Override
  public CommandSpec spec() {
    return new CommandSpec(
        "reset",
        "Delete the local development database",
        List.of(),
        0,
        false,
        List.of(),
        """
        Deletes .wrangler/state, which holds all local data. Stop "zeroback dev" before,
        and start it again afterwards.
        """);
  }

  @Override
  public void run(CommandLine line, Session session) {
    String state = session.path(Wrangler.STATE);
    if (session.files().exists(state)) {
      session.files().remove(state);
      session.say("Deleted " + Wrangler.STATE + ". Restart \"zeroback dev\" for a fresh database.");
    } else {
      session.say("There is no local database: " + Wrangler.STATE + " does not exist.");
    }
    session.exit(0);
  }
}
