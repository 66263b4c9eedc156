package dev.zeroback.core.engine;

import dev.zeroback.core.port.Clock;
import dev.zeroback.core.port.Timer;
import dev.zeroback.core.subscription.LiveQuery;
import java.util.ArrayList;

/**
 * The re-runs that the next delivery waits for, and for how long it does.
 *
 * <p>A timer looks for them a moment after the first of them has begun, and again when patience is
 * at its end.
 */
final class Awaited {
  static final double PATIENCE_MILLIS = 1_000;

  /**
   * A pending timer keeps the object awake, and most queries answer within the event of the commit:
   * only after this time is the rest of the patience waited for.
   */
  private static final double FIRST_LOOK_MILLIS = 20;

  private final Clock clock;
  private final Timer timer;

  /** Called when it is time to look. */
  private final Runnable look;

  /** Those that it began with, also what is not awaited any more. */
  private ArrayList<LiveQuery> queries = new ArrayList<>();

  private int count;
  private double sinceMillis;
  private boolean looksSoon;
  private boolean looksLate;

  Awaited(Clock clock, Timer timer, Runnable look) {
    this.clock = clock;
    this.timer = timer;
    this.look = look;
  }

  boolean isEmpty() {
    return count == 0;
  }

  void add(LiveQuery query) {
    if (query.isAwaited()) {
      return;
    }
    if (count++ == 0) {
      queries = new ArrayList<>();
      sinceMillis = clock.nowMillis();
      lookSoon();
    }
    query.await(true);
    queries.add(query);
  }

  void remove(LiveQuery query) {
    if (query.isAwaited()) {
      query.await(false);
      count--;
    }
  }

  ArrayList<LiveQuery> queries() {
    ArrayList<LiveQuery> now = new ArrayList<>();
    for (LiveQuery query : queries) {
      if (query.isAwaited()) {
        now.add(query);
      }
    }
    return now;
  }

  /** Looks in a moment, whoever is awaited then. */
  void lookSoon() {
    if (!looksSoon) {
      looksSoon = true;
      timer.after(
          FIRST_LOOK_MILLIS,
          () -> {
            looksSoon = false;
            lookNow();
          });
    }
  }

  /**
   * Waits for what has not ended in the event that began it.
   *
   * @return whether patience is left
   */
  boolean waitOn() {
    // A clock that was set back does not make it wait for longer.
    sinceMillis = Math.min(sinceMillis, clock.nowMillis());
    double leftMillis = sinceMillis + PATIENCE_MILLIS - clock.nowMillis();
    if (leftMillis > 0 && !looksLate) {
      looksLate = true;
      timer.after(
          leftMillis,
          () -> {
            looksLate = false;
            lookNow();
          });
    }
    return leftMillis > 0;
  }

  private void lookNow() {
    if (count > 0) {
      look.run();
    }
  }
}
