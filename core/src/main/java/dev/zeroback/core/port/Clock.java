package dev.zeroback.core.port;

/** Wall-clock time. It may stand still within one event and may go backwards. */
public interface Clock {
  /** Unix time in milliseconds. */
  double nowMillis();
}
