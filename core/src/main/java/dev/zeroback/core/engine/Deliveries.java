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

/**
 * What the clients are told. The answers of live queries are gathered until {@link #deliver} hands
 * each client those that are new to it, in one transition; replies that have to come after follow.
 */
final class Deliveries {
  private final Sessions sessions;
  private final Docs docs;
  private final Natives natives;
  private final KeptResults kept = new KeptResults();

  private ArrayList<LiveQuery> answered = new ArrayList<>();
  private ArrayList<Runnable> replies = new ArrayList<>();

  /** The newest commit that an answer knows of. */
  private double ts;

  Deliveries(Sessions sessions, Docs docs, Natives natives) {
    this.sessions = sessions;
    this.docs = docs;
    this.natives = natives;
  }

  /** What is told from now on knows of the commit {@code newestTs}. */
  void reach(double newestTs) {
    ts = Math.max(ts, newestTs);
  }

  /** Takes a query's answer: a text, a list, an error, or nothing at all. */
  void answer(LiveQuery query, String text, DocumentList list, ZerobackException error) {
    query.answer(text, list, error, hash(text, list, error));
    answered.add(query);
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

  /** Has those who watch a query told the answer that it has. */
  void add(LiveQuery query) {
    answered.add(query);
  }

  /** Calls {@code reply} when what is gathered has been delivered. */
  void afterwards(Runnable reply) {
    replies.add(reply);
  }

  void deliver() {
    ArrayList<LiveQuery> changed = answered;
    ArrayList<Runnable> due = replies;
    answered = new ArrayList<>();
    replies = new ArrayList<>();
    ArrayList<ClientSession> touched = new ArrayList<>();
    for (LiveQuery query : changed) {
      boolean rereads = query.takeRereads();
      for (int i = 0; i < query.watcherCount(); i++) {
        Subscription subscription = (Subscription) query.watcher(i);
        if (rereads) {
          subscription.session().changed();
        }
        if ((offer(subscription) || rereads) && subscription.session().touch()) {
          touched.add(subscription.session());
        }
      }
    }
    for (ClientSession session : touched) {
      session.deliver(ts);
      sessions.persist(session);
    }
    for (LiveQuery query : changed) {
      kept.keep(query);
    }
    for (Runnable reply : due) {
      reply.run();
    }
  }

  /** Offers a client the answer that its query has; says whether it is new to it. */
  boolean offer(Subscription subscription) {
    return subscription.session().offer(subscription, ts);
  }

  /** Moves a client to the newest commit, with what it was offered. */
  void bringUp(ClientSession session) {
    session.deliver(ts);
    session.catchUp(ts);
    sessions.persist(session);
  }

  /** Moves a client to the newest commit. */
  void catchUp(ClientSession session) {
    session.catchUp(ts);
  }

  /** The object may be evicted before the delivery. */
  void doubt() {
    for (LiveQuery undelivered : answered) {
      sessions.doubt(undelivered);
    }
  }
}
