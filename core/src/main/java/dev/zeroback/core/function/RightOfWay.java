package dev.zeroback.core.function;

import dev.zeroback.core.port.Timer;
import java.util.ArrayList;

/**
 * Keeps mutations from losing for ever. One that has lost several times is favoured: others whose
 * commit would disturb what it reads wait until it has ended, for a second at most. Those that lose
 * as often meanwhile stand in line to be favoured next. Mutations that touch something else wait
 * for nobody.
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
  private final ArrayList<Run> line = new ArrayList<>();
  private Run favoured;
  private ArrayList<Run> waiting = new ArrayList<>();

  RightOfWay(Timer timer, Starter starter) {
    this.timer = timer;
    this.starter = starter;
  }

  /**
   * Takes a run over that has lost too often: it starts again when its turn has come.
   *
   * @return {@code false} when the run is left to try its luck again
   */
  boolean takes(Run run) {
    if (run.function().kind() != FunctionKind.MUTATION
        || run.attempts() < PATIENCE_ATTEMPTS
        || isFavoured(run)) {
      return false;
    }
    if (favoured == null) {
      favour(run);
    } else {
      line.add(run);
    }
    return true;
  }

  private void favour(Run run) {
    favoured = run;
    timer.after(FAVOUR_MILLIS, () -> ended(run));
    timer.after(0, () -> starter.start(run));
  }

  private boolean isFavoured(Run run) {
    return favoured != null && favoured.isSame(run);
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
    if (!isFavoured(run)) {
      return;
    }
    favoured = null;
    if (!line.isEmpty()) {
      favour(line.remove(0));
    }
    ArrayList<Run> due = waiting;
    waiting = new ArrayList<>();
    for (Run released : due) {
      timer.after(0, () -> starter.start(released));
    }
  }
}
