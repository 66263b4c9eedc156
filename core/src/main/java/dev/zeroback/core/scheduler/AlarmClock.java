package dev.zeroback.core.scheduler;

import dev.zeroback.core.port.Alarm;

/**
 * The object's one alarm, shared by everything that has to wake the object: each purpose has a
 * time, and the alarm is set to the earliest of them.
 */
public final class AlarmClock {
  /** A job or cron is due, or a job's record is to be forgotten. */
  public static final int JOBS = 0;

  /** A client session is to be forgotten. */
  public static final int SESSIONS = 1;

  public static final double NEVER = Double.POSITIVE_INFINITY;

  private final Alarm alarm;
  private final double[] times = {NEVER, NEVER};

  /** What the alarm is set to; an alarm that an earlier life in memory has set rings in vain. */
  private double current = NEVER;

  public AlarmClock(Alarm alarm) {
    this.alarm = alarm;
  }

  /**
   * Wakes the object for {@code purpose} at that Unix time in milliseconds, not at another; at the
   * end of a millisecond of which it is a fraction, as the platform knows whole ones only.
   */
  public void set(int purpose, double atMillis) {
    times[purpose] = Math.ceil(atMillis);
    double first = Math.min(times[JOBS], times[SESSIONS]);
    if (first != current) {
      current = first;
      if (first == NEVER) {
        alarm.clear();
      } else {
        alarm.set(first);
      }
    }
  }

  /** When the object wakes for {@code purpose}. */
  public double time(int purpose) {
    return times[purpose];
  }

  /** The alarm has gone off and is set to nothing; every purpose sets its time again. */
  public void rang() {
    current = NEVER;
  }
}
