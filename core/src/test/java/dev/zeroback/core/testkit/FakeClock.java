package dev.zeroback.core.testkit;

import dev.zeroback.core.port.Clock;

/** A clock that stands still until a test moves it, forwards or backwards. */
public final class FakeClock implements Clock {
  /** 2025-01-01T00:00:00Z. */
  public static final double START_MILLIS = 1_735_689_600_000d;

  private double nowMillis = START_MILLIS;

  @Override
  public double nowMillis() {
    return nowMillis;
  }

  public void set(double unixMillis) {
    nowMillis = unixMillis;
  }

  public void advance(double millis) {
    nowMillis += millis;
  }
}
