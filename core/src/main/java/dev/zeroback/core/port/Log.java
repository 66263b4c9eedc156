package dev.zeroback.core.port;

/** Operational messages for the operator. */
public interface Log {
  void info(String message);

  void error(String message);
}
