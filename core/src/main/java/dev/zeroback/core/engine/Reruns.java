package dev.zeroback.core.engine;

import dev.zeroback.core.port.Timer;
import dev.zeroback.core.session.Subscription;
import dev.zeroback.core.subscription.LiveQuery;
import java.util.ArrayList;

/**
 * Live queries that wait to run again, a few at a time: what each has read stays in memory until it
 * ends, and a commit may make thousands stale.
 *
 * <p>One that waits for something outside of the object holds up the others until the event ends.
 */
final class Reruns {
  /** Runs that begin before the first of them has ended. */
  private static final int AT_A_TIME = 8;

  /** Runs a query, or has it awaited no more if there is no need; {@link #end} follows its end. */
  interface Start {
    /**
     * @return whether it runs
     */
    boolean start(LiveQuery query, int turn);
  }

  private final Timer timer;
  private final Start start;
  private ArrayList<LiveQuery> waiting = new ArrayList<>();

  /** How many of {@link #waiting} have begun. */
  private int begun;

  /** Of this turn. */
  private int running;

  /** Counts the turns: what has not ended in the event that began it counts no more. */
  private int turn;

  private boolean beginning;
  private boolean looksLater;

  Reruns(Timer timer, Start start) {
    this.timer = timer;
    this.start = start;
  }

  void add(ArrayList<LiveQuery> queries) {
    if (queries.size() > AT_A_TIME) {
      queries.sort(Reruns::compareByClient);
    }
    waiting.addAll(queries);
    goOn();
  }

  /** The queries of each client together, after those of several: so the first can be told soon. */
  private static int compareByClient(LiveQuery one, LiveQuery other) {
    return Integer.compare(client(one), client(other));
  }

  private static int client(LiveQuery query) {
    return query.watcherCount() == 1 ? ((Subscription) query.watcher(0)).session().socket() : 0;
  }

  /** A run that began in that turn has ended. */
  void end(int inTurn) {
    if (inTurn == turn) {
      running--;
      goOn();
    }
  }

  private void goOn() {
    if (beginning || waiting.isEmpty()) {
      return;
    }
    beginning = true;
    while (begun < waiting.size() && !isFull()) {
      // One that ends at once is counted before.
      running++;
      if (!start.start(waiting.get(begun++), turn)) {
        running--;
      }
    }
    beginning = false;
    if (begun == waiting.size()) {
      waiting = new ArrayList<>();
      begun = 0;
    } else if (!looksLater) {
      looksLater = true;
      timer.after(0, this::nextTurn);
    }
  }

  private boolean isFull() {
    return running >= AT_A_TIME;
  }

  private void nextTurn() {
    looksLater = false;
    turn++;
    running = 0;
    goOn();
  }
}
