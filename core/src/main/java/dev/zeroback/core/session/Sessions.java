package dev.zeroback.core.session;

import dev.zeroback.core.function.FunctionRegistry;
import dev.zeroback.core.function.Identity;
import dev.zeroback.core.function.UserFunction;
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.Docs;
import dev.zeroback.core.port.Log;
import dev.zeroback.core.port.Natives;
import dev.zeroback.core.port.Sockets;
import dev.zeroback.core.port.SqlStorage;
import dev.zeroback.core.protocol.FrameEncoder;
import dev.zeroback.core.subscription.LiveQueries;
import dev.zeroback.core.subscription.LiveQuery;
import dev.zeroback.core.value.Keys;
import java.util.ArrayList;
import java.util.Arrays;

/** The open sockets and their subscriptions. */
public final class Sessions {
  private final Sockets sockets;
  private final FrameEncoder frames;
  private final Keys keys;
  private final LiveQueries liveQueries;
  private final SessionStore store;

  /** In ascending order of socket id. */
  private ClientSession[] sessions = new ClientSession[8];

  private int size;

  public Sessions(
      Sockets sockets,
      FrameEncoder frames,
      Docs docs,
      Natives natives,
      Keys keys,
      LiveQueries liveQueries,
      SqlStorage sql,
      Log log) {
    this.sockets = sockets;
    this.frames = frames;
    this.keys = keys;
    this.liveQueries = liveQueries;
    this.store = new SessionStore(sockets, docs, natives, sql, log);
  }

  /**
   * Restores the sockets that survived an eviction.
   *
   * @return the live queries that their subscriptions watch; none has an answer yet
   */
  public ArrayList<LiveQuery> start(FunctionRegistry functions) {
    int[] open = sockets.open();
    store.start(open);
    for (int socket : open) {
      store.restore(socket, this, functions);
    }
    ArrayList<LiveQuery> watched = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      for (Subscription subscription : sessions[i].subscriptions().values()) {
        if (!subscription.query().isStale()) {
          subscription.query().markStale();
          watched.add(subscription.query());
        }
      }
    }
    return watched;
  }

  /** Begins a session. */
  public ClientSession add(int socket, Doc claims) {
    ClientSession session =
        new ClientSession(socket, new Identity(claims, keys.encode(claims)), sockets, frames);
    if (size == sessions.length) {
      sessions = Arrays.copyOf(sessions, size * 2);
    }
    int position = size;
    while (position > 0 && sessions[position - 1].socket() > socket) {
      position--;
    }
    System.arraycopy(sessions, position, sessions, position + 1, size - position);
    sessions[position] = session;
    size++;
    return session;
  }

  /** The session of an open socket; {@code null} if it has closed. */
  public ClientSession find(int socket) {
    int position = position(socket);
    return position < 0 ? null : sessions[position];
  }

  public int size() {
    return size;
  }

  /** Ends a session and all its subscriptions. */
  public void remove(int socket) {
    int position = position(socket);
    if (position < 0) {
      return;
    }
    ClientSession session = sessions[position];
    System.arraycopy(sessions, position + 1, sessions, position, size - position - 1);
    sessions[--size] = null;
    store.closed(session);
    for (Subscription subscription : session.subscriptions().values()) {
      liveQueries.unwatch(subscription.query(), subscription);
    }
    session.subscriptions().clear();
  }

  /**
   * Subscribes a session to a query; an earlier subscription of the same id ends.
   *
   * @param args validated
   * @param heldHash hash of the answer that the client has; {@code null} if it has none
   */
  public Subscription subscribe(
      ClientSession session, String id, UserFunction function, Doc args, String heldHash) {
    unsubscribe(session, id);
    String quotedId = frames.quote(id);
    String descriptor = store.descriptor(quotedId, function, args);
    boolean overflowing = !store.fits(session, descriptor.length());
    Subscription subscription =
        new Subscription(session, id, quotedId, descriptor, overflowing, heldHash, null);
    watch(session, subscription, function, args);
    store.added(session, subscription);
    return subscription;
  }

  void resume(
      ClientSession session,
      String id,
      UserFunction function,
      Doc args,
      boolean overflowing,
      String sentHash) {
    String quotedId = frames.quote(id);
    watch(
        session,
        new Subscription(
            session,
            id,
            quotedId,
            store.descriptor(quotedId, function, args),
            overflowing,
            null,
            sentHash),
        function,
        args);
  }

  private void watch(
      ClientSession session, Subscription subscription, UserFunction function, Doc args) {
    subscription.moveTo(liveQueries.watch(function, args, keys.encode(args), subscription));
    session.subscriptions().put(subscription.id(), subscription);
  }

  /** Ends a subscription; unknown ids are ignored, as they may have ended already. */
  public void unsubscribe(ClientSession session, String id) {
    Subscription subscription = session.subscriptions().remove(id);
    if (subscription != null) {
      liveQueries.unwatch(subscription.query(), subscription);
      store.removed(session, subscription);
    }
  }

  /** The client of {@code session} has negotiated protocol 2. */
  public void upgrade(ClientSession session, String name, boolean hashes) {
    session.upgrade(name, hashes);
  }

  /**
   * Stores what must survive an eviction, if it has changed. Call it in the event that sent the
   * frames.
   */
  public void persist(ClientSession session) {
    store.persist(session);
  }

  private int position(int socket) {
    int low = 0;
    int high = size - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int candidate = sessions[middle].socket();
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
