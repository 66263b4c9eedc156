package dev.zeroback.core.function;

import dev.zeroback.core.port.Timer;
import java.util.ArrayList;

/**
 * Keeps a mutation from losing for ever. One that has lost several times is favoured: others whose
 * commit would disturb what it has read wait until it has ended, for a second at most. Mutations
 * that touch something else wait for nobody.
 */
final class RightOfWay {
  /** Lost attempts after which a mutation is favoured. */
  static final int PATIENCE_ATTEMPTS = 3;

  /** Longest time for which others wait. */
  static final double FAVOUR_MILLIS = 1_000;

  /** Begins the next attempt of a run. */
  interface Starter {
    void start(Run run);
  }

  private final Timer timer;
  private final Starter starter;
  private Run favoured;
  private ArrayList<Run> waiting = new ArrayList<>();

  RightOfWay(Timer timer, Starter starter) {
    this.timer = timer;
    this.starter = starter;
  }

  /** {@code run} has lost an attempt. */
  void lost(Run run) {
    if (favoured == null
        && run.attempts() >= PATIENCE_ATTEMPTS
        && run.function().kind() == FunctionKind.MUTATION) {
      favoured = run;
      timer.after(FAVOUR_MILLIS, () -> ended(run));
    }
  }

  /** Whether the commit of {@code run} would disturb the favoured one. */
  boolean mustWait(Run run) {
    return favoured != null
        && !favoured.isSame(run)
        && favoured.id() != 0
        && run.ownTransaction().disturbs(favoured.ownTransaction());
  }

  /** {@code run} starts again when the favoured one has ended. */
  void await(Run run) {
    waiting.add(run);
  }

  /** {@code run} has ended, or was favoured for long enough. */
  void ended(Run run) {
    if (favoured != null && favoured.isSame(run)) {
      favoured = null;
      ArrayList<Run> due = waiting;
      waiting = new ArrayList<>();
      for (Run next : due) {
        timer.after(0, () -> starter.start(next));
      }
    }
  }
}
