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

/** Runs live queries: what is new, and again what commits make stale. {@link Rounds} tell. */
final class Propagation {
  private final LiveQueries liveQueries;
  private final Sessions sessions;
  private final Runner runner;
  private final Docs docs;
  private final Timer timer;
  private final Rounds rounds;
  private final Reruns reruns;

  /** Queries watched since before an eviction of which is not known what they read. */
  private ArrayList<LiveQuery> restored = new ArrayList<>();

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
    this.timer = timer;
    this.rounds =
        new Rounds(sessions, new Deliveries(sessions, docs, natives), clock, timer, this::rerun);
    this.reruns = new Reruns(timer, this::runAgain);
  }

  /**
   * Takes up what an eviction has left.
   *
   * @param watched live queries of which is not known what they read
   * @param newestTs the newest commit
   */
  void restore(ArrayList<LiveQuery> watched, double newestTs) {
    restored = watched;
    rounds.reach(newestTs);
  }

  Rounds rounds() {
    return rounds;
  }

  /** Runs again what {@code commit} may have changed. */
  void onCommit(Commit commit) {
    rounds.add(commit);
    if (commit.writes().size() > 0) {
      rerunRestored();
      rounds.take(liveQueries.invalidatedBy(commit));
    }
  }

  private void rerunRestored() {
    ArrayList<LiveQuery> woken = restored;
    restored = new ArrayList<>();
    rounds.take(woken);
  }

  private void rerun(ArrayList<LiveQuery> stale) {
    for (LiveQuery query : stale) {
      if (isToRun(query) || query.isStale() && isLookedFor(query)) {
        rounds.await(query);
      }
    }
    reruns.add(stale);
  }

  private boolean runAgain(LiveQuery query, int turn) {
    if (isToRun(query)) {
      run(query, turn);
      return true;
    }
    if (!query.isRunning()) {
      // Nobody watches it any more, or it has run for a newcomer.
      rounds.drop(query);
    }
    return false;
  }

  private static boolean isToRun(LiveQuery query) {
    return query.isStale() && query.isWatched() && !query.isRunning();
  }

  /**
   * Whether somebody has an answer of a query that runs for a newcomer: who has slept since an
   * eviction has joined. Who was told that it is unavailable does not wait.
   */
  private boolean isLookedFor(LiveQuery query) {
    return !query.isUnavailable() && sessions.haveAnswer(query);
  }

  /** A client has subscribed: it is answered now if the answer is known, else when it is. */
  void onSubscribe(Subscription subscription) {
    LiveQuery query = subscription.query();
    if (query.isCurrent()) {
      rounds.tell(subscription);
    } else if (!query.isRunning() && !rounds.isPostponed(query)) {
      if (!query.isAnswered() && query.watcherCount() > 1) {
        // Others watch it since before an eviction.
        rounds.await(query);
      }
      run(query);
    }
  }

  /** A client has processed what it was sent up to {@code ackTs}. */
  void onAck(ClientSession session, double ackTs) {
    rerunRestored();
    if (session.acknowledged(ackTs)) {
      rounds.afterDelivery(() -> sendNewest(session));
    }
  }

  /** A client has another identity. */
  void onIdentity(ClientSession session) {
    rounds.afterDelivery(() -> sendNewest(session));
  }

  /** Brings a client to the newest state that was too far behind to be sent every one. */
  private void sendNewest(ClientSession session) {
    for (Subscription subscription : session.subscriptions().values()) {
      LiveQuery query = subscription.query();
      if (query.isAnswered() && !query.failedUnauthenticated()) {
        session.offer(subscription, rounds.ts());
      } else if (!query.isRunning()) {
        run(query);
      }
    }
    rounds.bringUp(session);
  }

  private void run(LiveQuery query) {
    run(query, -1);
  }

  private void run(LiveQuery query, int turn) {
    query.beginRun();
    try {
      Run run =
          runner.prepare(
              query.function(), query.args(), query.identity(), new Attempt(query, turn));
      if (query.isAnswered()) {
        run.follow(query.reads());
      }
      runner.start(run);
    } catch (ZerobackException invalidArguments) {
      query.endRun();
      rounds.ended(query, Answer.without(invalidArguments));
      reruns.end(turn);
    }
  }

  /** One run of a live query. */
  private final class Attempt implements Caller {
    private final LiveQuery query;

    /** Of {@link Reruns}; -1 for a run that did not wait for its turn. */
    private final int turn;

    Attempt(LiveQuery query, int turn) {
      this.query = query;
      this.turn = turn;
    }

    @Override
    public void returned(Run run, Doc result) {
      answer(run, result);
      reruns.end(turn);
    }

    private void answer(Run run, Doc result) {
      if (isShared(run)) {
        return;
      }
      liveQueries.setReads(query, run.reads());
      try {
        // Most queries end before their first answer changes, and as a whole it is cheaper to
        // write.
        boolean apart =
            DocumentList.mayBeLong(result)
                || query.isAnswered()
                    && sessions.wantPatches(query)
                    && DocumentList.mayBe(result, docs);
        DocumentList list = apart ? DocumentList.of(result, query.documents(docs), docs) : null;
        String text = list != null || result.kind() == Doc.ABSENT ? null : docs.stringify(result);
        if (list == null || runner.mayExceed(list.chars())) {
          runner.checkSize(query.function(), list == null ? text : list.text());
        }
        end(run, text, list, null);
      } catch (ZerobackException tooLarge) {
        end(run, null, null, tooLarge);
      } catch (RuntimeException unreadable) {
        Docs.NotJson reason = inWhole(result, unreadable);
        end(run, null, null, Runner.unsendable(query.function(), reason));
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
      fail(run, error);
      reruns.end(turn);
    }

    private void fail(Run run, ZerobackException error) {
      if (isShared(run)) {
        return;
      }
      if (error.code() == ErrorCode.CONFLICT) {
        retryLater(query);
        return;
      }
      liveQueries.setReads(query, run.reads());
      end(run, null, null, error);
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
      if (query.isWatched()) {
        for (LiveQuery part : liveQueries.split(query)) {
          takeOver(part);
        }
      }
      rounds.drop(query);
      return true;
    }

    /** Clients that watched the shared query watch {@code part} instead. */
    private void takeOver(LiveQuery part) {
      if (part.isCurrent()) {
        rounds.add(part, part.reads());
        return;
      }
      if (query.isAwaited()) {
        rounds.await(part);
      }
      if (!part.isRunning()) {
        run(part);
      }
    }

    private void end(Run run, String text, DocumentList list, ZerobackException error) {
      query.endRun();
      rounds.ended(query, new Answer(text, list, error, run.reads(), run.ts()));
    }
  }

  /** Commits overtake the query again and again: its subscribers are told, and it tries on. */
  private void retryLater(LiveQuery query) {
    double pauseMillis = query.lose();
    rounds.ended(query, Answer.unavailable(query, "is overtaken by mutations again and again"));
    timer.after(
        pauseMillis,
        () -> {
          if (isToRun(query)) {
            run(query);
          }
        });
  }
}
