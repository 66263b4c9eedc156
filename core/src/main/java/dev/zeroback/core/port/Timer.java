package dev.zeroback.core.port;

/** Runs something later while the object stays in memory; nothing survives eviction. */
public interface Timer {
  void after(double delayMillis, Runnable task);
}
