package dev.zeroback.core.engine;

import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Docs;
import dev.zeroback.core.port.Natives;
import dev.zeroback.core.session.ClientSession;
import dev.zeroback.core.session.Sessions;
import dev.zeroback.core.session.Subscription;
import dev.zeroback.core.subscription.DocumentList;
import dev.zeroback.core.subscription.KeptResults;
import dev.zeroback.core.subscription.LiveQuery;
import java.util.ArrayList;

/** What the clients are told. */
final class Deliveries {
  private final Sessions sessions;
  private final Docs docs;
  private final Natives natives;
  private final KeptResults kept = new KeptResults();

  Deliveries(Sessions sessions, Docs docs, Natives natives) {
    this.sessions = sessions;
    this.docs = docs;
    this.natives = natives;
  }

  /** Gives a query its answer. */
  void answer(LiveQuery query, Answer answer) {
    String hash = hash(answer.text(), answer.list(), answer.error());
    query.answer(answer.text(), answer.list(), answer.error(), hash);
  }

  private String hash(String text, DocumentList list, ZerobackException error) {
    if (list != null) {
      return list.hash(natives);
    }
    if (error != null) {
      String data = error.data() == null ? "" : docs.stringify(error.data());
      return natives.hash(
          "error\n"
              .concat(error.code().code())
              .concat("\n")
              .concat(error.getMessage())
              .concat("\n")
              .concat(data));
    }
    return natives.hash(text == null ? "nothing" : text);
  }

  /**
   * Hands each client those answers of a round that are new to it, in one transition; replies that
   * have to come after follow.
   */
  void deliver(Round round) {
    hand(round);
    for (Runnable reply : round.replies) {
      reply.run();
    }
  }

  /**
   * Hands those clients their answers who watch nothing that the round still waits for: much is to
   * be told, and need not stay in memory until all of it is known.
   */
  void tellReady(Round round, ArrayList<LiveQuery> awaited) {
    hold(awaited, true);
    hand(round);
    hold(awaited, false);
  }

  private static void hold(ArrayList<LiveQuery> awaited, boolean held) {
    for (LiveQuery query : awaited) {
      for (int i = 0; i < query.watcherCount(); i++) {
        ((Subscription) query.watcher(i)).session().hold(held);
      }
    }
  }

  /** What clients that are held are to be told stays in the round. */
  private void hand(Round round) {
    ArrayList<ClientSession> touched = new ArrayList<>();
    ArrayList<LiveQuery> told = new ArrayList<>();
    ArrayList<LiveQuery> left = new ArrayList<>();
    for (LiveQuery query : round.answered) {
      boolean isTold = true;
      for (int i = 0; i < query.watcherCount(); i++) {
        Subscription subscription = (Subscription) query.watcher(i);
        ClientSession session = subscription.session();
        if (session.isHeld()) {
          isTold = false;
          continue;
        }
        if (query.isStale() && !query.isUnavailable() && !subscription.wasAnswered()) {
          // Has come after a commit that this round does not know of; is told by the next one.
          continue;
        }
        if (query.rereads()) {
          session.changed(subscription);
        }
        if ((session.offer(subscription, round.ts()) || query.rereads()) && session.touch()) {
          touched.add(session);
        }
      }
      (isTold ? told : left).add(query);
    }
    round.told(left);
    for (ClientSession session : touched) {
      session.deliver(round.ts());
      sessions.persist(session);
    }
    for (LiveQuery query : told) {
      query.forgetRereads();
      query.toBeTold(false);
    }
    for (LiveQuery query : told) {
      kept.keep(query);
    }
  }

  /**
   * Sends those who watch a query and were told nothing yet its answer.
   *
   * @param answerTs a commit at which it holds
   */
  void tellNewcomers(LiveQuery query, double answerTs) {
    for (int i = 0; i < query.watcherCount(); i++) {
      Subscription subscription = (Subscription) query.watcher(i);
      if (!subscription.wasAnswered()) {
        tell(subscription, answerTs);
      }
    }
  }

  /** Sends a client that was told nothing yet the answer of a query. */
  void tell(Subscription subscription, double answerTs) {
    subscription.session().offer(subscription, answerTs);
    sessions.persist(subscription.session());
  }
}
