package dev.zeroback.core.engine;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.function.Caller;
import dev.zeroback.core.function.Run;
import dev.zeroback.core.function.Runner;
import dev.zeroback.core.port.Clock;
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.Docs;
import dev.zeroback.core.port.Natives;
import dev.zeroback.core.port.Timer;
import dev.zeroback.core.session.ClientSession;
import dev.zeroback.core.session.Sessions;
import dev.zeroback.core.session.Subscription;
import dev.zeroback.core.subscription.DocumentList;
import dev.zeroback.core.subscription.LiveQueries;
import dev.zeroback.core.subscription.LiveQuery;
import dev.zeroback.core.transaction.Commit;
import java.util.ArrayList;

/**
 * Runs again what commits make stale, and has it delivered when all of it has run: then each client
 * gets its changed answers in one transition and the mutations' results follow.
 *
 * <p>A query that takes longer than {@link Awaited#PATIENCE_MILLIS} does not hold up the others:
 * its subscribers are told that it is unavailable, and its answer follows when it comes. First
 * answers hold up nobody.
 */
final class Propagation {
  private final LiveQueries liveQueries;
  private final Sessions sessions;
  private final Runner runner;
  private final Docs docs;
  private final Timer timer;
  private final Deliveries deliveries;

  /** Queries watched since before an eviction of which is not known what they read. */
  private ArrayList<LiveQuery> restored = new ArrayList<>();

  /** What has become stale since {@link #beginGroup}, to run again when the group ends. */
  private ArrayList<LiveQuery> postponed = new ArrayList<>();

  private boolean grouping;

  private final Awaited awaited;

  Propagation(
      LiveQueries liveQueries,
      Sessions sessions,
      Runner runner,
      Docs docs,
      Natives natives,
      Clock clock,
      Timer timer) {
    this.liveQueries = liveQueries;
    this.sessions = sessions;
    this.runner = runner;
    this.docs = docs;
    this.deliveries = new Deliveries(sessions, docs, natives);
    this.timer = timer;
    this.awaited = new Awaited(clock, timer, this::lookForLate);
  }

  /**
   * Takes up what an eviction has left.
   *
   * @param watched live queries of which is not known what they read
   * @param newestTs the newest commit
   */
  void restore(ArrayList<LiveQuery> watched, double newestTs) {
    restored = watched;
    deliveries.reach(newestTs);
  }

  /** Runs again what {@code commit} may have changed. */
  void onCommit(Commit commit) {
    deliveries.reach(commit.ts());
    if (commit.writes().size() == 0) {
      return;
    }
    rerunRestored();
    ArrayList<LiveQuery> stale = liveQueries.invalidatedBy(commit);
    if (grouping) {
      postponed.addAll(stale);
    } else {
      rerun(stale);
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
    ArrayList<LiveQuery> stale = postponed;
    postponed = new ArrayList<>();
    rerun(stale);
    deliverIfComplete();
  }

  /**
   * Sends the results that wait for their effects, unless those are likely to be known before the
   * event ends. To be called at the end of each call of the engine.
   */
  void flush() {
    if (!grouping && !awaited.mayEndSoon()) {
      sessions.flush();
    }
  }

  private void rerunRestored() {
    ArrayList<LiveQuery> woken = restored;
    restored = new ArrayList<>();
    rerun(woken);
  }

  private void rerun(ArrayList<LiveQuery> stale) {
    for (LiveQuery query : stale) {
      if (!query.isWatched()) {
        continue;
      }
      if (!query.isRunning()) {
        runAwaited(query);
      } else if (!awaited.contains(query) && sessions.haveAnswer(query)) {
        // It runs for a newcomer, and who has slept since an eviction has joined.
        awaited.add(query);
      }
    }
  }

  /** Runs a query whose subscribers were told an answer: the next delivery waits for it. */
  private void runAwaited(LiveQuery query) {
    awaited.add(query);
    run(query);
  }

  /** A client has subscribed: it is answered now if the answer is known, else when it is. */
  void onSubscribe(Subscription subscription) {
    LiveQuery query = subscription.query();
    if (isCurrent(query)) {
      deliveries.offer(subscription);
      sessions.persist(subscription.session());
    } else if (query.isRunning() || grouping && postponed.contains(query)) {
      return;
    } else if (query.isAnswered() || query.watcherCount() == 1) {
      run(query);
    } else {
      // Others watch it since before an eviction.
      runAwaited(query);
    }
  }

  /** Whether the answer that is known is the one to give. */
  private static boolean isCurrent(LiveQuery query) {
    return query.isAnswered() && !query.isStale() && !query.isRunning();
  }

  /** A client has processed what it was sent up to {@code ackTs}. */
  void onAck(ClientSession session, double ackTs) {
    rerunRestored();
    if (session.acknowledged(ackTs)) {
      afterDelivery(() -> sendNewest(session));
    }
  }

  /** A client has another identity. */
  void onIdentity(ClientSession session) {
    afterDelivery(() -> sendNewest(session));
  }

  /** Brings a client to the newest state that was too far behind to be sent every one. */
  private void sendNewest(ClientSession session) {
    for (Subscription subscription : session.subscriptions().values()) {
      LiveQuery query = subscription.query();
      if (query.isAnswered() && !query.failedUnauthenticated()) {
        deliveries.offer(subscription);
      } else if (!query.isRunning()) {
        run(query);
      }
    }
    deliveries.bringUp(session);
  }

  /**
   * Moves a client to {@code toTs} or later, once the effects of the commits so far have been
   * delivered: its answers may be newer than {@code toTs} by then.
   */
  void catchUp(ClientSession session, double toTs) {
    deliveries.reach(toTs);
    afterDelivery(() -> deliveries.catchUp(session));
  }

  /** Calls {@code reply} when the effects of the commits so far have been delivered. */
  void afterDelivery(Runnable reply) {
    if (isComplete()) {
      reply.run();
    } else {
      deliveries.afterwards(reply);
    }
  }

  private void run(LiveQuery query) {
    query.beginRun();
    try {
      Run run =
          runner.prepare(query.function(), query.args(), query.identity(), new Attempt(query));
      if (query.isAnswered()) {
        run.follow(query.reads());
      }
      runner.start(run);
    } catch (ZerobackException invalidArguments) {
      query.endRun();
      settle(query, null, null, invalidArguments);
    }
  }

  /** One run of a live query. */
  private final class Attempt implements Caller {
    private final LiveQuery query;

    Attempt(LiveQuery query) {
      this.query = query;
    }

    @Override
    public void returned(Run run, Doc result) {
      if (isShared(run)) {
        return;
      }
      liveQueries.setReads(query, run.reads());
      try {
        // Most queries end before their first answer changes, and as a whole it is cheaper to
        // write.
        boolean apart =
            DocumentList.mayBeLong(result) || query.isAnswered() && sessions.wantPatches(query);
        DocumentList list = apart ? DocumentList.of(result, query.documents(docs), docs) : null;
        String text = list != null || result.kind() == Doc.ABSENT ? null : docs.stringify(result);
        if (list == null || runner.mayExceed(list.chars())) {
          runner.checkSize(query.function(), list == null ? text : list.text());
        }
        end(text, list, null, run.ts());
      } catch (ZerobackException tooLarge) {
        end(null, null, tooLarge, run.ts());
      } catch (RuntimeException unreadable) {
        Docs.NotJson reason = inWhole(result, unreadable);
        end(null, null, Runner.unsendable(query.function(), reason), run.ts());
      }
    }

    /**
     * Says where in the whole result the part lies that cannot be sent.
     *
     * @param inPart what was thrown on the way to it; an accessor of user code throws anything
     */
    private Docs.NotJson inWhole(Doc result, RuntimeException inPart) {
      try {
        docs.stringify(result);
      } catch (Docs.NotJson whole) {
        return whole;
      }
      if (inPart instanceof Docs.NotJson notJson) {
        return notJson;
      }
      throw inPart;
    }

    @Override
    public void failed(Run run, ZerobackException error) {
      if (isShared(run)) {
        return;
      }
      if (error.code() == ErrorCode.CONFLICT) {
        retryLater(query);
        return;
      }
      liveQueries.setReads(query, run.reads());
      end(null, null, error, run.ts());
    }

    /**
     * Whether the run read the identity of a query that all identities share; the query is split
     * then.
     */
    private boolean isShared(Run run) {
      if (!run.readIdentity() || query.identity() != null) {
        return false;
      }
      query.endRun();
      boolean wasAwaited = awaited.remove(query);
      if (query.isWatched()) {
        for (LiveQuery part : liveQueries.split(query)) {
          takeOver(part, wasAwaited);
        }
      }
      deliverIfComplete();
      return true;
    }

    /** Clients that watched the shared query watch {@code part} instead. */
    private void takeOver(LiveQuery part, boolean wasAwaited) {
      if (isCurrent(part)) {
        deliveries.add(part);
        return;
      }
      if (wasAwaited) {
        awaited.addPart(part);
      }
      if (!part.isRunning()) {
        run(part);
      }
    }

    private void end(String text, DocumentList list, ZerobackException error, double answerTs) {
      query.endRun();
      deliveries.reach(answerTs);
      settle(query, text, list, error);
    }
  }

  /** Commits overtake the query again and again: its subscribers are told, and it tries on. */
  private void retryLater(LiveQuery query) {
    double pauseMillis = query.lose();
    settle(query, null, null, unavailable(query, "is overtaken by mutations again and again"));
    timer.after(
        pauseMillis,
        () -> {
          if (query.isStale() && query.isWatched() && !query.isRunning()) {
            run(query);
          }
        });
  }

  private static ZerobackException unavailable(LiveQuery query, String why) {
    return new ZerobackException(
        ErrorCode.UNAVAILABLE,
        "\"" + query.function().name() + "\" " + why + "; its answer follows when it is there.");
  }

  private void settle(LiveQuery query, String text, DocumentList list, ZerobackException error) {
    deliveries.answer(query, text, list, error);
    awaited.remove(query);
    deliverIfComplete();
  }

  private void deliverIfComplete() {
    if (isComplete()) {
      deliveries.deliver();
      flush();
    }
  }

  /** Whether the effects of all commits so far are known, and no more are about to come. */
  private boolean isComplete() {
    return !grouping && awaited.isEmpty();
  }

  /** What is awaited may not have ended in the event that began it. */
  private void lookForLate() {
    if (grouping) {
      awaited.lookAgain();
      return;
    }
    // Until now the timer has kept the object awake; from now on it may be evicted before the
    // delivery.
    for (LiveQuery running : awaited.queries()) {
      sessions.doubt(running);
    }
    deliveries.doubt();
    if (!awaited.waitOn()) {
      for (LiveQuery slow : awaited.queries()) {
        deliveries.answer(slow, null, null, unavailable(slow, "takes longer than a second"));
      }
      awaited.queries().clear();
      deliveries.deliver();
    }
    flush();
  }
}
