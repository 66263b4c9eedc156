package dev.zeroback.core.port;

/** The object's single durable alarm. */
public interface Alarm {
  /** Sets the alarm, replacing an earlier one. */
  void set(double atUnixMillis);

  void clear();
}
