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
    ArrayList<ClientSession> touched = new ArrayList<>();
    for (LiveQuery query : round.answered) {
      boolean rereads = query.takeRereads();
      for (int i = 0; i < query.watcherCount(); i++) {
        Subscription subscription = (Subscription) query.watcher(i);
        ClientSession session = subscription.session();
        if (rereads) {
          session.changed(subscription);
        }
        if ((session.offer(subscription, round.ts()) || rereads) && session.touch()) {
          touched.add(session);
        }
      }
    }
    for (ClientSession session : touched) {
      session.deliver(round.ts());
      sessions.persist(session);
    }
    for (LiveQuery query : round.answered) {
      kept.keep(query);
    }
    for (Runnable reply : round.replies) {
      reply.run();
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
