package dev.zeroback.core.simulation;

/** One mutation that somebody asked for, and how often it was applied. */
final class Mutation {
  final String token;
  int commits;

  /** What its committed run returned, as JSON text. */
  Object committed;

  /** When it was committed. */
  double ts;

  /** Whether it is one of a session, whose mutations are applied in the order of their tokens. */
  boolean isNumbered;

  /** Whether the last answer was that it is to be sent again. */
  private boolean isAwaited;

  /** The attempt that ended last. */
  Attempt last;

  Mutation(String token) {
    this.token = token;
  }

  /**
   * The mutation was answered.
   *
   * @param outcome the result as JSON text, or a {@link Failure}
   */
  void answered(Object outcome) {
    if (outcome instanceof Failure failure) {
      answeredWith(failure);
      return;
    }
    Object expected = commits == 0 && last != null ? last.outcome : committed;
    if (!outcome.equals(expected)) {
      throw new Violation(
          token + " was answered " + outcome + ", but its run returned " + expected);
    }
    if (commits == 0 && last.violation != null) {
      throw last.violation;
    }
  }

  /**
   * An answer of a session.
   *
   * @param listens whether the client is still on that socket
   */
  void answeredInSession(Failure failure, boolean listens) {
    if (isAwaited && listens && commits == 0 && failure.code().equals("session_expired")) {
      throw new Violation(token + " was to be sent again, and cannot be: " + failure);
    }
    isAwaited = failure.code().equals("conflict") || isAwaited && !listens;
  }

  /**
   * A run of it has ended, of which the client may never be told.
   *
   * @param end {@code ok}, the code of an error or {@code again}
   */
  void ran(String end) {
    isAwaited &= end.equals("again");
  }

  private void answeredWith(Failure failure) {
    boolean saysApplied =
        failure.code().equals("too_large") || failure.code().equals("session_expired");
    if (commits > 0 && !saysApplied) {
      throw new Violation(token + " was applied, but answered " + failure);
    }
    boolean own = last != null && failure.equals(last.outcome);
    if (own && last.violation != null) {
      throw last.violation;
    }
  }

  /** The mutation was applied. */
  void committed(Attempt attempt, double commitTs) {
    commits++;
    committed = attempt.outcome;
    ts = commitTs;
    if (commits > 1) {
      throw new Violation(token + " was applied twice");
    }
  }
}
