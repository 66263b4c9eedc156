package dev.zeroback.core.session;

import java.util.ArrayList;

/**
 * The mutations of one client session: which are applied, what came of those whose outcome the
 * client may still ask for, and which wait.
 */
final class MutationRecord {
  /** Most mutations of a session whose outcome the client has not acknowledged. */
  static final int MAX_UNACKNOWLEDGED = 64;

  /** Longest result kept for a resend, in UTF-16 units. */
  static final int MAX_KEPT_RESULT = 16_384;

  /** Of all outcomes together, so that their row stays below 2 MB in any script. */
  private static final int MAX_KEPT_CHARS = 600_000;

  /**
   * The outcome of an applied mutation.
   *
   * @param result JSON text; {@code null} when the handler returned nothing
   * @param tooLarge the result was too large to keep
   * @param text what is stored of it; kept, for it is written again with each mutation after it
   */
  record Outcome(double seq, double ts, String result, boolean tooLarge, String text) {}

  private final String name;
  private final String identityKey;

  /** Whether the database has a row of this session. */
  private boolean stored;

  /** The highest number applied; 0 if none. */
  private double applied;

  private final ArrayList<Outcome> outcomes = new ArrayList<>();

  /** The client has the outcomes up to this number. */
  private double acknowledged;

  /** The number taken in last: up to it all run, wait or have ended. */
  private double reached;

  private final ArrayList<SessionMutation> waiting = new ArrayList<>();
  private SessionMutation running;

  MutationRecord(String name, String identityKey) {
    this.name = name;
    this.identityKey = identityKey;
  }

  String name() {
    return name;
  }

  String identityKey() {
    return identityKey;
  }

  boolean isStored() {
    return stored;
  }

  void restored(double highest, ArrayList<Outcome> kept) {
    stored = true;
    applied = highest;
    reached = highest;
    outcomes.addAll(kept);
  }

  double applied() {
    return applied;
  }

  /** What is stored of the outcomes once {@code last} is one of them, as a JSON array. */
  String textWith(Outcome last) {
    String text = "[";
    for (int i = 0; i < outcomes.size(); i++) {
      text = text.concat(outcomes.get(i).text()).concat(",");
    }
    return text.concat(last.text()).concat("]");
  }

  /** How long a result may be to be kept, in UTF-16 units. */
  int room() {
    int room = MAX_KEPT_CHARS;
    for (int i = 0; i < outcomes.size(); i++) {
      room -= outcomes.get(i).text().length();
    }
    return Math.min(room, MAX_KEPT_RESULT);
  }

  void applied(Outcome outcome) {
    stored = true;
    applied = Math.max(applied, outcome.seq());
    outcomes.add(outcome);
  }

  /** The kept outcome of mutation {@code seq}; {@code null} if there is none. */
  Outcome outcome(double seq) {
    for (int i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i).seq() == seq) {
        return outcomes.get(i);
      }
    }
    return null;
  }

  /** The client has the outcomes up to {@code ack}. */
  void acknowledged(double ack) {
    acknowledged = Math.max(acknowledged, ack);
    reached = Math.max(reached, ack);
    while (!outcomes.isEmpty() && outcomes.get(0).seq() <= ack) {
      outcomes.remove(0);
    }
  }

  /** Whether mutation {@code seq} was answered earlier, so that it is not to run. */
  boolean wasAnswered(double seq) {
    return seq <= applied || seq <= acknowledged || seq < reached;
  }

  /** Whether one sent before mutation {@code seq} has still to come, or to come again. */
  boolean isEarly(double seq) {
    return seq > reached + 1;
  }

  /** The mutation {@code seq} that runs or waits; {@code null} if there is none. */
  SessionMutation underWay(double seq) {
    if (running != null && running.seq() == seq) {
      return running;
    }
    for (SessionMutation mutation : waiting) {
      if (mutation.seq() == seq) {
        return mutation;
      }
    }
    return null;
  }

  boolean isFull() {
    return outcomes.size() + waiting.size() + (running == null ? 0 : 1) >= MAX_UNACKNOWLEDGED;
  }

  /** Mutation {@code seq} and those behind it, which have not run, may be sent again. */
  void takesAgain(double seq) {
    reached = seq - 1;
  }

  void enqueue(SessionMutation mutation) {
    waiting.add(mutation);
    reached = mutation.seq();
  }

  /** The mutation to run next, now running; {@code null} when one runs already or none waits. */
  SessionMutation next() {
    if (running != null) {
      return null;
    }
    running = waiting.isEmpty() ? null : waiting.remove(0);
    return running;
  }

  void ended() {
    running = null;
  }

  boolean isIdle() {
    return running == null && waiting.isEmpty();
  }
}
