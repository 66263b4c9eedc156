package dev.zeroback.core.session;

import dev.zeroback.core.port.Doc;
import dev.zeroback.core.subscription.Sleeper;
import java.util.ArrayList;

/** A session whose subscriptions are where they were stored before an eviction. */
final class SleepingSession extends Sleeper {
  private final Sessions sessions;
  private final ClientSession session;

  /** Rows of the overflow table; {@code null} if there are none. */
  private final ArrayList<Doc> rows;

  SleepingSession(Sessions sessions, ClientSession session, ArrayList<Doc> rows) {
    this.sessions = sessions;
    this.session = session;
    this.rows = rows;
  }

  ArrayList<Doc> rows() {
    return rows;
  }

  @Override
  protected void wake() {
    sessions.wake(session);
  }
}
