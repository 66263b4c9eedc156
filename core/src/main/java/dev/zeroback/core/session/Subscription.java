package dev.zeroback.core.session;

import dev.zeroback.core.function.Identity;
import dev.zeroback.core.readset.ReadSet;
import dev.zeroback.core.subscription.LiveQuery;
import dev.zeroback.core.subscription.Watcher;

/** One query that one socket watches, under the id that its client chose. */
public final class Subscription implements Watcher {
  /** A sent answer of which nothing is known any more, so that the next one differs from it. */
  static final String FORGOTTEN = "";

  private final ClientSession session;
  private final String id;

  /** The id as JSON text. */
  private final String quotedId;

  /**
   * {@code ["id","function",args}: what has to be known to watch again, without the closing
   * bracket. {@code null} until it is asked for.
   */
  private String descriptor;

  /**
   * Whether the descriptor is in the table of overflowing subscriptions rather than in the
   * attachment.
   */
  private boolean overflowing;

  private LiveQuery query;
  private int place;

  /** Hash of the answer that the client was sent last; {@code null} if it was sent none. */
  private String sentHash;

  /** Hash of the answer that the client says it has; {@code null} if it has none. */
  private final String heldHash;

  private boolean inTable;

  /** Whether its row may have to be written. */
  private boolean outdated;

  /** What the row of an overflowing subscription says that it reads; {@code null} if nothing. */
  private ReadSet rowReads;

  Subscription(
      ClientSession session, String id, String quotedId, String heldHash, String sentHash) {
    this.session = session;
    this.id = id;
    this.quotedId = quotedId;
    this.heldHash = heldHash;
    this.sentHash = sentHash;
  }

  public ClientSession session() {
    return session;
  }

  String id() {
    return id;
  }

  String quotedId() {
    return quotedId;
  }

  /** The id as it is stored. */
  String storedId() {
    return ReadSetText.oneByte(quotedId);
  }

  String descriptor() {
    return descriptor;
  }

  void describe(String text) {
    descriptor = text;
  }

  ReadSet rowReads() {
    return rowReads;
  }

  boolean isOutdated() {
    return outdated;
  }

  void outdate(boolean now) {
    outdated = now;
  }

  boolean isInTable() {
    return inTable;
  }

  /** It has a row, which says that it reads {@code stored}; {@code null} if it says nothing. */
  void inTable(ReadSet stored) {
    inTable = true;
    rowReads = stored;
  }

  void overflow() {
    overflowing = true;
  }

  boolean isOverflowing() {
    return overflowing;
  }

  public LiveQuery query() {
    return query;
  }

  String heldHash() {
    return heldHash;
  }

  String sentHash() {
    return sentHash;
  }

  void sent(String hash) {
    sentHash = hash;
  }

  /** Whether the client has been sent an answer, perhaps before an eviction. */
  public boolean wasAnswered() {
    return sentHash != null;
  }

  @Override
  public Identity identity() {
    return session.identity();
  }

  @Override
  public int place() {
    return place;
  }

  @Override
  public void setPlace(int now) {
    place = now;
  }

  @Override
  public void moveTo(LiveQuery to) {
    query = to;
    session.changed(this);
  }
}
