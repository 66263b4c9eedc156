package dev.zeroback.cli.platform;

/** A file that could not be read or written; the message names it. */
public final class FileException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public FileException(String message, Throwable cause) {
    super(message, cause);
  }
}
