package dev.zeroback.core.session;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.function.FunctionRegistry;
import dev.zeroback.core.function.Identity;
import dev.zeroback.core.function.UserFunction;
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.Docs;
import dev.zeroback.core.port.Log;
import dev.zeroback.core.port.Natives;
import dev.zeroback.core.port.Sockets;
import dev.zeroback.core.port.SqlStorage;
import dev.zeroback.core.port.TextMap;
import dev.zeroback.core.protocol.ClientMessage;
import dev.zeroback.core.protocol.FrameEncoder;
import dev.zeroback.core.readset.ReadSet;
import dev.zeroback.core.subscription.LiveQueries;
import dev.zeroback.core.subscription.LiveQuery;
import dev.zeroback.core.value.Keys;
import java.util.ArrayList;

/** The open sockets and their subscriptions. */
public final class Sessions {
  /** Close code 1011: the server met an unexpected condition. */
  private static final int UNEXPECTED = 1_011;

  private final Sockets sockets;
  private final FrameEncoder frames;
  private final Docs docs;
  private final Keys keys;
  private final LiveQueries liveQueries;
  private final SessionStore store;
  private final Log log;

  /** In ascending order of socket id. */
  private final ArrayList<ClientSession> sessions = new ArrayList<>();

  /** By the name of the mutation sequence. */
  private final TextMap<ClientSession> named = new TextMap<>();

  private FunctionRegistry functions;
  private ArrayList<LiveQuery> restoredInDoubt = new ArrayList<>();

  /** Those with frames that wait; one may be there twice. */
  private final ArrayList<ClientSession> withWaiting = new ArrayList<>();

  public Sessions(
      Sockets sockets,
      FrameEncoder frames,
      Docs docs,
      Natives natives,
      Keys keys,
      LiveQueries liveQueries,
      SqlStorage sql,
      Log log,
      double liveQueryBytes) {
    this.sockets = sockets;
    this.frames = frames;
    this.docs = docs;
    this.keys = keys;
    this.liveQueries = liveQueries;
    this.log = log;
    this.store = new SessionStore(sockets, docs, natives, sql, log, liveQueryBytes);
  }

  /**
   * Restores the sockets that survived an eviction.
   *
   * @param known of subscriptions
   * @param schema hash of the schema
   * @return the live queries of which is not known what they read
   */
  public ArrayList<LiveQuery> start(FunctionRegistry known, String schema) {
    int[] open = sockets.open();
    functions = known;
    store.start(open, schema);
    store.restore(open, this);
    ArrayList<LiveQuery> unknown = restoredInDoubt;
    restoredInDoubt = new ArrayList<>();
    return unknown;
  }

  /** The newest transition that any client was told of before an eviction; 0 if none. */
  public double toldTs() {
    double told = 0;
    for (int i = 0; i < sessions.size(); i++) {
      told = Math.max(told, sessions.get(i).ts());
    }
    return told;
  }

  /**
   * The identity with these claims.
   *
   * @param claims an object or null; {@code expiresAt} says when the identity ends, and not whose
   *     it is
   */
  public Identity identityOf(Doc claims) {
    Doc end = claims.field("expiresAt");
    if (end.kind() != Doc.NUMBER) {
      return new Identity(claims, keys.encode(claims), 0);
    }
    Docs.ObjectBuilder lasting = docs.object();
    for (int i = 0; i < claims.size(); i++) {
      String name = claims.keyAt(i);
      if (!name.equals("expiresAt")) {
        lasting.set(name, claims.field(name));
      }
    }
    return new Identity(claims, keys.encode(lasting.build()), end.number());
  }

  /**
   * Gives a session another identity: its subscriptions move from the queries of the former one to
   * those of the new one, which may still have to run. Queries that read no identity stay.
   */
  public void identify(ClientSession session, Doc claims) {
    Identity now = identityOf(claims);
    boolean same = now.key().equals(session.identity().key());
    session.identify(now);
    store.claimsChanged(session);
    for (Subscription subscription : session.subscriptions().values()) {
      LiveQuery query = subscription.query();
      if (query.identity() == null) {
        continue;
      }
      if (same) {
        query.renew(now);
      } else {
        liveQueries.unwatch(query, subscription);
        subscription.moveTo(
            liveQueries.watchOwn(
                query.function(), query.args(), keys.encode(query.args()), subscription));
      }
    }
  }

  /** Begins a session. */
  public ClientSession add(int socket, Doc claims) {
    ClientSession session =
        new ClientSession(socket, identityOf(claims), sockets, frames, withWaiting);
    int position = sessions.size();
    while (position > 0 && sessions.get(position - 1).socket() > socket) {
      position--;
    }
    sessions.add(position, session);
    return session;
  }

  /** Sends the frames that wait. */
  public void flush() {
    for (int i = 0; i < withWaiting.size(); i++) {
      withWaiting.get(i).flush();
    }
    withWaiting.clear();
  }

  /** The session of an open socket; {@code null} if it has closed. */
  public ClientSession find(int socket) {
    int position = position(socket);
    return position < 0 ? null : sessions.get(position);
  }

  /** The session of an open socket, with its subscriptions; {@code null} if it has closed. */
  public ClientSession findAwake(int socket) {
    ClientSession session = find(socket);
    if (session != null) {
      wake(session);
    }
    return session;
  }

  /** Leaves the stored subscriptions of a session where they are until they are needed. */
  void sleep(ClientSession session, ArrayList<Doc> rows, ReadSet reads) {
    SleepingSession sleeper = new SleepingSession(this, session, rows);
    session.sleep(sleeper);
    liveQueries.sleep(sleeper, reads);
  }

  /**
   * Makes the subscriptions of a session that sleeps. One whose socket has closed sleeps on: its
   * close event follows.
   */
  void wake(ClientSession session) {
    SleepingSession sleeper = session.asleep();
    String attachment = sleeper == null ? null : sockets.attachment(session.socket());
    if (attachment != null) {
      session.sleep(null);
      liveQueries.rouse(sleeper);
      store.resume(session, docs.parse(attachment), sleeper.rows(), this, functions);
    }
  }

  public int size() {
    return sessions.size();
  }

  /** Ends a session and all its subscriptions. */
  public void remove(int socket) {
    int position = position(socket);
    if (position < 0) {
      return;
    }
    ClientSession session = sessions.remove(position);
    release(session);
    SleepingSession sleeper = session.asleep();
    if (sleeper != null) {
      liveQueries.rouse(sleeper);
    }
    for (Subscription subscription : session.subscriptions().values()) {
      liveQueries.unwatch(subscription.query(), subscription);
    }
    store.closed(session, sleeper != null && sleeper.rows() != null);
    session.subscriptions().clear();
  }

  /**
   * Subscribes a session to a query; an earlier subscription of the same id ends.
   *
   * @param args validated
   * @param heldHash hash of the answer that the client has; {@code null} if it has none
   * @throws ZerobackException {@link ErrorCode#TOO_LARGE} when the session has too many
   */
  public Subscription subscribe(
      ClientSession session, String id, UserFunction function, Doc args, String heldHash) {
    unsubscribe(session, id);
    store.requireRoom(session);
    Subscription subscription = new Subscription(session, id, frames.quote(id), heldHash, null);
    subscription.moveTo(liveQueries.watch(function, args, keys.encode(args), subscription));
    session.subscriptions().put(id, subscription);
    store.added(session, subscription);
    return subscription;
  }

  /**
   * Takes a stored subscription up again; see {@link SessionStore}.
   *
   * @param reads {@code null} when it has to run again with the next commit
   */
  Subscription resume(
      ClientSession session, Doc stored, UserFunction function, String sentHash, ReadSet reads) {
    String id = stored.at(0).string();
    Doc args = stored.at(2);
    Subscription subscription = new Subscription(session, id, frames.quote(id), null, sentHash);
    String argsText = keys.encode(args);
    LiveQuery query =
        stored.at(4).number() == 1
            ? liveQueries.watchOwn(function, args, argsText, subscription)
            : liveQueries.watch(function, args, argsText, subscription);
    subscription.moveTo(query);
    session.subscriptions().put(id, subscription);
    if (reads != null) {
      liveQueries.restoreReads(query, reads);
    } else if (!query.isStale()) {
      query.markStale();
      restoredInDoubt.add(query);
    }
    return subscription;
  }

  /** Ends a subscription; unknown ids are ignored, as they may have ended already. */
  public void unsubscribe(ClientSession session, String id) {
    Subscription subscription = session.subscriptions().get(id);
    if (subscription != null) {
      session.subscriptions().remove(id);
      liveQueries.unwatch(subscription.query(), subscription);
      store.removed(session, subscription);
    }
  }

  /**
   * The client of {@code session} has negotiated protocol 2. Of the sockets of a mutation sequence
   * it still speaks on the one that opened last; it has given the others up.
   */
  public void upgrade(ClientSession session, String name, int capabilities) {
    release(session);
    session.upgrade(name, capabilities);
    ClientSession other = name.isEmpty() ? null : named.get(name);
    ClientSession left = null;
    if (other != null) {
      left = other.socket() < session.socket() ? other : session;
      wake(left);
      left.supersede();
      persist(left);
    }
    if (left != session && !name.isEmpty()) {
      named.put(name, session);
    }
  }

  /** The names of the mutation sequences that a socket is open for, as a JSON array. */
  String names() {
    String names = "";
    for (ClientSession session : named.values()) {
      names = names.concat(names.isEmpty() ? "[\"" : ",\"").concat(session.name()).concat("\"");
    }
    return names.isEmpty() ? "[]" : names.concat("]");
  }

  /** Whether a socket is open for the mutation sequence of that name. */
  boolean isOpen(String name) {
    return named.get(name) != null;
  }

  private void release(ClientSession session) {
    if (session.speaksProtocol2() && named.get(session.name()) == session) {
      named.remove(session.name());
    }
  }

  /** Has the host find out whom a token belongs to. */
  public void authenticate(ClientSession session, String token) {
    sockets.authenticate(session.socket(), token);
  }

  /** Whether a client that watches {@code query} takes patches. */
  public boolean wantPatches(LiveQuery query) {
    for (int i = 0; i < query.watcherCount(); i++) {
      if (((Subscription) query.watcher(i)).session().uses(ClientMessage.Hello.PATCH)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a client that watches {@code query} has been sent an answer. */
  public boolean haveAnswer(LiveQuery query) {
    for (int i = 0; i < query.watcherCount(); i++) {
      if (((Subscription) query.watcher(i)).wasAnswered()) {
        return true;
      }
    }
    return false;
  }

  /** The answer of {@code query} is in doubt for a while, which an eviction must not forget. */
  public void doubt(LiveQuery query) {
    for (int i = 0; i < query.watcherCount(); i++) {
      ClientSession session = ((Subscription) query.watcher(i)).session();
      session.changed((Subscription) query.watcher(i));
      persist(session);
    }
  }

  /**
   * Stores what must survive an eviction, if it has changed. Call it in the event that sent the
   * frames. A socket whose state cannot be stored, for whatever reason, is closed for its client to
   * begin anew; others are served on.
   */
  public void persist(ClientSession session) {
    try {
      store.persist(session);
    } catch (RuntimeException refused) {
      log.error("The subscriptions of a socket cannot be stored: " + refused.getMessage());
      sockets.close(session.socket(), UNEXPECTED, "The server's storage failed; connect again.");
    }
  }

  private int position(int socket) {
    int low = 0;
    int high = sessions.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int candidate = sessions.get(middle).socket();
      if (candidate == socket) {
        return middle;
      }
      if (candidate < socket) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }
}
