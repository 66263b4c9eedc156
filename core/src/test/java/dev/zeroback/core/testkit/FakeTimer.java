package dev.zeroback.core.testkit;

import dev.zeroback.core.port.Timer;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Timers that fire when the test moves the clock. */
public final class FakeTimer implements Timer {
  private record Due(double atMillis, int order, Runnable task) {}

  private final FakeClock clock;
  private final PriorityQueue<Due> due =
      new PriorityQueue<>(Comparator.comparingDouble(Due::atMillis).thenComparingInt(Due::order));
  private int order;

  public FakeTimer(FakeClock clock) {
    this.clock = clock;
  }

  @Override
  public void after(double delayMillis, Runnable task) {
    due.add(new Due(clock.nowMillis() + delayMillis, order++, task));
  }

  /** Moves the clock and fires what falls due on the way. */
  public void advance(double millis) {
    double until = clock.nowMillis() + millis;
    while (!due.isEmpty() && due.peek().atMillis() <= until) {
      Due next = due.remove();
      clock.set(Math.max(clock.nowMillis(), next.atMillis()));
      next.task().run();
    }
    clock.set(until);
  }

  /** Fires the next timer, whatever the wall clock says: timers count time that passes. */
  public void fireNext() {
    due.remove().task().run();
  }

  /** When the next timer fires; infinity when there is none. */
  public double nextMillis() {
    return due.isEmpty() ? Double.POSITIVE_INFINITY : due.peek().atMillis();
  }

  void clear() {
    due.clear();
  }
}
