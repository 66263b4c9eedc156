package dev.zeroback.core.subscription;

import dev.zeroback.core.function.Identity;

/** One subscription of one client. */
public interface Watcher {
  /** The identity of the client. */
  Identity identity();

  /** The query moves to {@code query}, one that is private to this watcher's identity. */
  void moveTo(LiveQuery query);
}
