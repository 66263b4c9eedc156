package dev.zeroback.core.subscription;

import dev.zeroback.core.function.Identity;

/** One subscription of one client. */
public interface Watcher {
  /** The identity of the client. */
  Identity identity();

  /** Its place among the watchers of its query; kept for {@link LiveQuery}. */
  int place();

  void setPlace(int place);

  /** The query moves to {@code query}, one that is private to this watcher's identity. */
  void moveTo(LiveQuery query);
}
