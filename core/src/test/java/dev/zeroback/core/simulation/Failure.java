package dev.zeroback.core.simulation;

/** An operation or a function that ended with a coded error. */
record Failure(String code, String message) {
  /** What a statement says that was made to fail. */
  static final String OF_THE_DISK = "the disk is on fire";

  static final Failure NOT_FOUND = new Failure("not_found", null);
  static final Failure NONE_FOUND =
      new Failure("execution_error", "Expected exactly one result, got none");
  static final Failure SEVERAL_FOUND =
      new Failure("execution_error", "Expected exactly one result, got multiple");

  /** Whether {@code other} is this failure; a message that is not known is not compared. */
  boolean isLike(Object other) {
    return other instanceof Failure failure
        && failure.code.equals(code)
        && (message == null || message.equals(failure.message));
  }

  /** Whether a statement failed that the world made fail. */
  boolean isOfTheDisk() {
    return message != null && message.contains(OF_THE_DISK);
  }
}
