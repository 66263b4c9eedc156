package dev.zeroback.cli.command;

/** A command line that cannot be followed; the message says what to write instead. */
final class UsageException extends Exception {
  private static final long serialVersionUID = 1;

  UsageException(String message) {
    super(message);
  }
}
