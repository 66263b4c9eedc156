package dev.zeroback.core.testkit;

import dev.zeroback.core.port.Alarm;

/** An alarm that a test lets go off. It survives a restart, as the durable one does. */
public final class FakeAlarm implements Alarm {
  private double atMillis = Double.POSITIVE_INFINITY;

  @Override
  public void set(double atUnixMillis) {
    atMillis = atUnixMillis;
  }

  @Override
  public void clear() {
    atMillis = Double.POSITIVE_INFINITY;
  }

  /** Unix time in milliseconds; infinity when it is not set. */
  public double atMillis() {
    return atMillis;
  }

  /** Takes the alarm when it is due. */
  boolean takeDue(double nowMillis) {
    boolean due = atMillis <= nowMillis;
    if (due) {
      clear();
    }
    return due;
  }
}
