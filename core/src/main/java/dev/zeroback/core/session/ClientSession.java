package dev.zeroback.core.session;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.function.Identity;
import dev.zeroback.core.port.Sockets;
import dev.zeroback.core.port.TextMap;
import dev.zeroback.core.protocol.ClientMessage;
import dev.zeroback.core.protocol.FrameEncoder;
import dev.zeroback.core.subscription.LiveQuery;
import java.util.ArrayList;

/**
 * One open socket and what its client has been told.
 *
 * <p>Answers are collected with {@link #offer} and leave with {@link #deliver}, so that all of a
 * client's queries move from one commit to the next in one frame.
 */
public final class ClientSession {
  /**
   * A client that has not processed this much gets no more answers, but the newest state once it
   * has caught up.
   */
  static final double MAX_UNPROCESSED_CHARS = 4 * 1024 * 1024;

  /** Frames are put into one message up to this many characters; longer ones gain nothing by it. */
  private static final int MAX_BATCH_CHARS = 4_096;

  private final int socket;
  private Identity identity;
  private final Sockets sockets;
  private final ArrayList<ClientSession> withWaiting;
  private final FrameEncoder frames;

  /** In place of a name when another socket has taken the mutation sequence over. */
  private static final String SUPERSEDED = "";

  /** In the order of subscription, which the attachment keeps. */
  private final TextMap<Subscription> subscriptions = new TextMap<>();

  /** Name of the mutation sequence; {@code null} for the base protocol. */
  private String name;

  /** Bits of {@link ClientMessage.Hello}. */
  private int capabilities;

  /** Timestamp of the last transition that the client was sent. */
  private double ts;

  private SleepingSession asleep;

  private final StoredState stored = new StoredState();

  /**
   * Characters of transitions sent so far, and of those how many the client has surely processed.
   */
  private double sentChars;

  private double processedChars;

  /** {@link #sentChars} and the newest timestamp when the last acknowledgement came. */
  private double markChars;

  private double markTs;

  /** Timestamp of the last transition sent. */
  private double sentTs;

  /** Whether answers were held back because the client is too far behind. */
  private boolean holds;

  private String items;
  private int itemCount;
  private Subscription onlyItem;
  private boolean touched;
  private boolean held;

  /**
   * Frames that have not been sent yet, with commas between them; {@code null} if there are none.
   */
  private String waiting;

  private boolean severalWait;

  /**
   * @param withWaiting where the session enters itself when it has frames that wait
   */
  ClientSession(
      int socket,
      Identity identity,
      Sockets sockets,
      FrameEncoder frames,
      ArrayList<ClientSession> withWaiting) {
    this.socket = socket;
    this.identity = identity;
    this.sockets = sockets;
    this.frames = frames;
    this.withWaiting = withWaiting;
  }

  public int socket() {
    return socket;
  }

  public Identity identity() {
    return identity;
  }

  void identify(Identity now) {
    identity = now;
  }

  /** Name of the mutation sequence; {@code null} for the base protocol. */
  public String name() {
    return name;
  }

  public boolean speaksProtocol2() {
    return name != null;
  }

  /** Timestamp of the last transition that the client was sent. */
  double ts() {
    return ts;
  }

  /** The session was told up to {@code told} before an eviction. */
  void restored(double told) {
    ts = told;
    stored.attachedChars = -1;
    stored.describedChars = -1;
  }

  /** What it sleeps as; {@code null} once its subscriptions are known. */
  SleepingSession asleep() {
    return asleep;
  }

  /** Its subscriptions are left where they are stored; {@code null} when they are known. */
  void sleep(SleepingSession sleeper) {
    asleep = sleeper;
  }

  /** What is stored of it. */
  StoredState stored() {
    return stored;
  }

  int capabilities() {
    return capabilities;
  }

  boolean uses(int capability) {
    return (capabilities & capability) != 0;
  }

  /** The client has negotiated protocol 2. */
  void upgrade(String sessionName, int withCapabilities) {
    name = sessionName;
    capabilities = withCapabilities;
    stored.changed();
  }

  /**
   * The client goes on on another socket. What still arrives on this one may be a copy of what was
   * answered there.
   */
  void supersede() {
    name = SUPERSEDED;
    stored.changed();
  }

  boolean isSuperseded() {
    return name.equals(SUPERSEDED);
  }

  public TextMap<Subscription> subscriptions() {
    return subscriptions;
  }

  /** What the base protocol leaves out of frames. */
  private double stamp(double value) {
    return speaksProtocol2() ? value : 0;
  }

  private String hashFor(LiveQuery query) {
    return uses(ClientMessage.Hello.HASH) && query.error() == null ? query.answerHash() : null;
  }

  /** Sends a frame, in one message with what waits. */
  public void send(String frame) {
    if (waiting != null) {
      await(frame);
      flush();
    } else {
      sockets.send(socket, frame);
    }
  }

  /** Has a frame wait for the next one, or for {@link Sessions#flush}. */
  private void await(String frame) {
    if (waiting != null && waiting.length() + frame.length() < MAX_BATCH_CHARS) {
      waiting = waiting.concat(",").concat(frame);
      severalWait = true;
      return;
    }
    flush();
    waiting = frame;
    withWaiting.add(this);
  }

  /** Sends what waits. */
  void flush() {
    if (waiting != null) {
      sockets.send(socket, severalWait ? "[".concat(waiting).concat("]") : waiting);
      waiting = null;
      severalWait = false;
    }
  }

  public void sendError(String requestId, String code, String message) {
    send(frames.error(requestId == null ? null : frames.quote(requestId), code, message, null));
  }

  public void sendError(String requestId, ZerobackException error) {
    send(frames.error(frames.quote(requestId), error));
    if (error.code() == ErrorCode.UNAUTHENTICATED) {
      sendAuthResult(error.getMessage());
    }
  }

  /**
   * @param refusal why the client is not signed in; {@code null} if it is
   */
  public void sendAuthResult(String refusal) {
    send(frames.authResult(refusal));
  }

  /** Tells the result of a mutation, if the client takes it so, together with its effects. */
  public void sendMutationResult(String requestId, String result, double commitTs) {
    String frame = frames.mutationResult(frames.quote(requestId), result, stamp(commitTs));
    if (uses(ClientMessage.Hello.BATCH)) {
      await(frame);
    } else {
      send(frame);
    }
  }

  public void sendActionResult(String requestId, String result) {
    send(frames.actionResult(frames.quote(requestId), result));
  }

  /**
   * Takes the query's answer for the next delivery unless the client has it. A first answer leaves
   * at once.
   *
   * @return whether something is to be delivered or was sent
   */
  public boolean offer(Subscription subscription, double answerTs) {
    LiveQuery query = subscription.query();
    if (query.answerHash().equals(subscription.sentHash())) {
      return false;
    }
    boolean first = !subscription.wasAnswered();
    if (!first && isBehind()) {
      holds = true;
      stored.changed(subscription);
      return true;
    }
    String before = subscription.sentHash();
    subscription.sent(query.answerHash());
    stored.changed(subscription);
    if (first) {
      send(firstAnswer(subscription, query, answerTs));
    } else if (query.error() != null && !speaksProtocol2()) {
      send(frames.error(subscription.quotedId(), query.error()));
    } else {
      addItem(subscription, query, before);
    }
    return true;
  }

  private String firstAnswer(Subscription subscription, LiveQuery query, double answerTs) {
    if (query.error() != null) {
      return frames.error(subscription.quotedId(), query.error());
    }
    if (uses(ClientMessage.Hello.HASH) && query.answerHash().equals(subscription.heldHash())) {
      return frames.unchanged(subscription.quotedId(), stamp(answerTs), query.answerHash());
    }
    return frames.result(
        subscription.quotedId(), query.resultText(), stamp(answerTs), hashFor(query));
  }

  private void addItem(Subscription subscription, LiveQuery query, String before) {
    itemCount++;
    if (itemCount == 1 && !speaksProtocol2()) {
      onlyItem = subscription;
      return;
    }
    if (onlyItem != null) {
      items = item(onlyItem, onlyItem.query(), null);
      onlyItem = null;
    }
    String item = item(subscription, query, before);
    items = items == null ? item : items.concat(",").concat(item);
  }

  private String item(Subscription subscription, LiveQuery query, String before) {
    if (query.error() != null) {
      return frames.errorItem(subscription.quotedId(), query.error());
    }
    String patch = uses(ClientMessage.Hello.PATCH) ? query.patchFrom(before) : null;
    return patch != null
        ? frames.patchItem(subscription.quotedId(), patch, before, query.answerHash())
        : frames.resultItem(subscription.quotedId(), query.resultText(), hashFor(query));
  }

  /** Whether it is told nothing for now. */
  public boolean isHeld() {
    return held;
  }

  public void hold(boolean now) {
    held = now;
  }

  /** Whether this is the first touch since the last delivery. */
  public boolean touch() {
    boolean first = !touched;
    touched = true;
    return first;
  }

  /** Sends the collected answers as one transition to {@code toTs}. */
  public void deliver(double toTs) {
    touched = false;
    if (itemCount > 0) {
      sendTransition(
          onlyItem != null
              ? frames.update(onlyItem.quotedId(), onlyItem.query().resultText())
              : frames.updates(items, stamp(toTs)),
          toTs);
      ts = toTs;
      items = null;
      onlyItem = null;
      itemCount = 0;
    }
  }

  /** Makes sure that a client of protocol 2 has been sent a transition to {@code toTs} or later. */
  public void catchUp(double toTs) {
    if (speaksProtocol2() && ts < toTs && !holds) {
      ts = toTs;
      sendTransition(frames.updates("", toTs), toTs);
    }
  }

  private void sendTransition(String frame, double frameTs) {
    sentChars += frame.length();
    sentTs = Math.max(sentTs, frameTs);
    send(frame);
  }

  private boolean isBehind() {
    return uses(ClientMessage.Hello.ACK) && sentChars - processedChars > MAX_UNPROCESSED_CHARS;
  }

  /**
   * The client has processed everything up to {@code ackTs}.
   *
   * @return whether answers were held back and may be sent now
   */
  public boolean acknowledged(double ackTs) {
    if (ackTs >= sentTs) {
      processedChars = sentChars;
    } else if (ackTs >= markTs) {
      processedChars = markChars;
      markChars = sentChars;
      markTs = sentTs;
    }
    boolean resumes = holds && !isBehind();
    holds &= !resumes;
    return resumes;
  }

  /** What is to survive an eviction of a subscription has changed. */
  public void changed(Subscription subscription) {
    stored.changed(subscription);
  }
}
