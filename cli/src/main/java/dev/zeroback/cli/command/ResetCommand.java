package dev.zeroback.cli.command;

import dev.zeroback.cli.platform.Paths;
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
    String claim = session.path(DevCommand.CLAIM);
    if (session.files().exists(Paths.parent(claim))) {
      session
          .host()
          .claim(
              claim,
              holder ->
                  holder.ifPresentOrElse(
                      process -> session.fail(refusal(session, process)), () -> delete(session)));
    } else {
      // No dev has ever run here.
      delete(session);
    }
  }

  private static String refusal(Session session, String process) {
    return "\"zeroback dev\" runs in this folder"
        + DevCommand.known(session, session.host().workingDirectory(), process)
        + " on the database that would be deleted. Stop it first, then run \"zeroback reset\" again.";
  }

  private static void delete(Session session) {
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
