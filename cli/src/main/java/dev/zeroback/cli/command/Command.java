package dev.zeroback.cli.command;

/** One of the CLI's commands. */
interface Command {
  CommandSpec spec();

  /** Does the work and ends the process, at once or later, through {@link Session#exit}. */
  void run(CommandLine line, Session session);
}
