package dev.zeroback.core.port;

/** Operational messages for the operator. */
public interface Log {
  void error(String message);
}
