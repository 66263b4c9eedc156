package dev.zeroback.core.simulation;

import dev.zeroback.core.port.Clock;
import dev.zeroback.core.port.Timer;
import dev.zeroback.core.testkit.FakeClock;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A wall clock that may be set back, and timers that do not care. */
final class SimulatedTime implements Clock, Timer {
  private record Due(double atMillis, int order, Runnable task) {}

  private final PriorityQueue<Due> due =
      new PriorityQueue<>(Comparator.comparingDouble(Due::atMillis).thenComparingInt(Due::order));
  private double elapsedMillis;
  private double wallMillis = FakeClock.START_MILLIS;
  private int order;

  @Override
  public double nowMillis() {
    return wallMillis;
  }

  @Override
  public void after(double delayMillis, Runnable task) {
    due.add(new Due(elapsedMillis + delayMillis, order++, task));
  }

  /** Sets the wall clock by {@code millis} without time passing. */
  void jump(double millis) {
    wallMillis += millis;
  }

  /** Lets time pass until the next timer falls due, {@code millis} at most. */
  Runnable next(double millis) {
    boolean isDue = !due.isEmpty() && due.peek().atMillis() <= elapsedMillis + millis;
    double passed = isDue ? Math.max(0, due.peek().atMillis() - elapsedMillis) : millis;
    elapsedMillis += passed;
    wallMillis += Math.ceil(passed);
    return isDue ? due.remove().task() : null;
  }

  boolean isIdle() {
    return due.isEmpty();
  }

  /** Timers do not survive the object's memory. */
  void clear() {
    due.clear();
  }
}
