package dev.zeroback.core.engine;

import dev.zeroback.core.port.Clock;
import dev.zeroback.core.port.Timer;
import dev.zeroback.core.readset.ReadSet;
import dev.zeroback.core.session.ClientSession;
import dev.zeroback.core.session.Sessions;
import dev.zeroback.core.session.Subscription;
import dev.zeroback.core.subscription.LiveQuery;
import dev.zeroback.core.transaction.Commit;
import java.util.ArrayList;

/**
 * When clients are told. What commits make stale runs again in a round; when all of it has, each
 * client gets its changed answers in one transition, and the mutations' results follow.
 *
 * <p>A round that has not ended in the event that began it is closed: what commits make stale from
 * then on runs in the next one, or queries that take their time and overlap would never all have
 * run. The answers of a round hold at its newest commit. One that a later commit has changed takes
 * the later commits into the round.
 *
 * <p>A query that takes longer than {@link Awaited#PATIENCE_MILLIS} does not hold up the others:
 * its subscribers are told that it is unavailable, and its answer follows when it comes. First
 * answers hold up nobody, and are not held up by a closed round.
 */
final class Rounds {
  /** Runs live queries again. */
  interface Rerun {
    /** Runs what is watched and still stale, and has the round await it. */
    void begin(ArrayList<LiveQuery> stale);
  }

  private final Sessions sessions;
  private final Deliveries deliveries;
  private final Rerun rerun;
  private final Awaited awaited;

  private Round current = new Round();

  /** What runs when the group of messages has ended and the round, if it is closed, delivered. */
  private Round next = new Round();

  private boolean grouping;

  /** Whether the round takes in no more commits; something is awaited then. */
  private boolean closed;

  Rounds(Sessions sessions, Deliveries deliveries, Clock clock, Timer timer, Rerun rerun) {
    this.sessions = sessions;
    this.deliveries = deliveries;
    this.rerun = rerun;
    this.awaited = new Awaited(clock, timer, this::lookForLate);
  }

  /** A transaction has committed; {@link #take} what it makes stale. */
  void add(Commit commit) {
    if (closed) {
      next.add(commit);
    } else {
      current.reach(commit.ts());
    }
  }

  /** What is told from now on knows of {@code ts}, a commit or what a client was told of. */
  void reach(double ts) {
    (closed ? next : current).reach(ts);
  }

  /** Runs again what is stale: now, or in the next round. */
  void take(ArrayList<LiveQuery> stale) {
    if (closed) {
      doubt(stale);
    }
    if (closed || grouping) {
      next.stale.addAll(stale);
    } else {
      rerun.begin(stale);
    }
  }

  /** The object may be evicted before these have run again, or been told. */
  private void doubt(ArrayList<LiveQuery> queries) {
    for (LiveQuery query : queries) {
      sessions.doubt(query);
    }
  }

  /**
   * Several messages are about to be handled. Queries that they make stale run once, when the group
   * ends; until then nobody moves.
   */
  void beginGroup() {
    grouping = true;
  }

  void endGroup() {
    grouping = false;
    if (!closed) {
      takeNextIn();
    }
    deliverIfComplete();
  }

  /** What was to run in the next round runs in this one. */
  private void takeNextIn() {
    Round taken = next;
    next = new Round();
    current.take(taken);
    rerun.begin(taken.stale);
  }

  /** Whether it runs in the round after this one. */
  boolean isPostponed(LiveQuery query) {
    return next.stale.contains(query);
  }

  /** The newest commit. */
  double newestTs() {
    return Math.max(current.ts(), next.ts());
  }

  // --- what the round waits for

  /** The next delivery waits for a query that is about to run, or runs. */
  void await(LiveQuery query) {
    awaited.add(query);
  }

  /** A query that was split has no answer any more. */
  void drop(LiveQuery query) {
    awaited.remove(query);
    deliverIfComplete();
  }

  /** The run of a query has ended, with an answer that holds now. */
  void ended(LiveQuery query, Answer answer) {
    if (!closed) {
      current.reach(answer.ts());
    }
    deliveries.answer(query, answer);
    add(query, answer.reads());
    if (closed) {
      deliveries.tellNewcomers(query, newestTs());
    }
    drop(query);
    if (!closed && !grouping && current.isLarge()) {
      deliveries.tellReady(current, awaited.queries());
    }
  }

  /**
   * Has the answer of a query, which holds now, told in the round in which it can be.
   *
   * @param reads what it depends on; {@code null} if on nothing
   */
  void add(LiveQuery query, ReadSet reads) {
    if (!closed || reads == null || !next.changes(reads)) {
      current.answered(query);
    } else if (sessions.haveAnswer(query)) {
      current.answered(query);
      takeNextIn();
    } else {
      next.answered(query);
    }
  }

  /** What is awaited may not have ended in the event that began it. */
  private void lookForLate() {
    if (grouping) {
      awaited.lookSoon();
      return;
    }
    if (!closed) {
      close();
    }
    if (!awaited.waitOn()) {
      for (LiveQuery slow : awaited.queries()) {
        awaited.remove(slow);
        deliveries.answer(slow, Answer.unavailable(slow, "takes longer than a second"));
        current.answered(slow);
      }
      deliver();
    }
    flush();
  }

  /**
   * Until now a timer has kept the object awake; from now on it may be evicted before the delivery.
   */
  private void close() {
    closed = true;
    doubt(awaited.queries());
    doubt(current.answered);
    for (LiveQuery query : current.answered) {
      if (query.isCurrent()) {
        deliveries.tellNewcomers(query, newestTs());
      }
    }
  }

  /** The commit of the round. */
  double ts() {
    return current.ts();
  }

  // --- deliveries

  /** Tells a newcomer the answer of a query that holds now. */
  void tell(Subscription subscription) {
    deliveries.tell(subscription, newestTs());
  }

  /**
   * Moves a client to {@code toTs} or later, once the effects of the commits so far have been
   * delivered: its answers may be newer than {@code toTs} by then.
   */
  void catchUp(ClientSession session, double toTs) {
    reach(toTs);
    afterDelivery(() -> session.catchUp(current.ts()));
  }

  /** Brings a client to what it has been offered. */
  void bringUp(ClientSession session) {
    session.deliver(current.ts());
    session.catchUp(current.ts());
    sessions.persist(session);
  }

  /** Calls {@code reply} when the effects of the commits so far have been delivered. */
  void afterDelivery(Runnable reply) {
    if (isComplete()) {
      reply.run();
    } else {
      (next.ts() > current.ts() ? next : current).replies.add(reply);
    }
  }

  /**
   * Sends the results that wait for their effects, unless those are likely to be known before the
   * event ends. To be called at the end of each call of the engine.
   */
  void flush() {
    if (!grouping && (closed || awaited.isEmpty())) {
      sessions.flush();
    }
  }

  private void deliverIfComplete() {
    if (isComplete()) {
      deliver();
    }
  }

  private void deliver() {
    Round done = current;
    current = new Round();
    current.reach(done.ts());
    deliveries.deliver(done);
    flush();
    if (closed) {
      closed = false;
      takeNextIn();
      deliverIfComplete();
    }
  }

  /** Whether the effects of all commits of the round are known, and no more are about to come. */
  private boolean isComplete() {
    return !grouping && awaited.isEmpty();
  }
}
