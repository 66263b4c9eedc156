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

  private final ArrayList<LiveQuery> queries = new ArrayList<>();
  private double sinceMillis;
  private boolean looksSoon;
  private boolean looksLate;

  Awaited(Clock clock, Timer timer, Runnable look) {
    this.clock = clock;
    this.timer = timer;
    this.look = look;
  }

  boolean isEmpty() {
    return queries.isEmpty();
  }

  boolean contains(LiveQuery query) {
    return queries.contains(query);
  }

  void add(LiveQuery query) {
    if (queries.isEmpty()) {
      sinceMillis = clock.nowMillis();
      lookSoon();
    }
    queries.add(query);
  }

  /** A part of a query that was awaited takes its place. */
  void addPart(LiveQuery query) {
    if (!queries.contains(query)) {
      queries.add(query);
    }
  }

  /** Whether it was there. */
  boolean remove(LiveQuery query) {
    return queries.remove(query);
  }

  ArrayList<LiveQuery> queries() {
    return queries;
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
    if (!queries.isEmpty()) {
      look.run();
    }
  }
}
