package dev.zeroback.core.session;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.function.FunctionKind;
import dev.zeroback.core.function.FunctionRegistry;
import dev.zeroback.core.function.UserFunction;
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.Docs;
import dev.zeroback.core.port.Log;
import dev.zeroback.core.port.Natives;
import dev.zeroback.core.port.Sockets;
import dev.zeroback.core.port.SqlStorage;
import dev.zeroback.core.port.TextBuffer;
import dev.zeroback.core.port.TextMap;
import dev.zeroback.core.readset.ReadSet;
import dev.zeroback.core.subscription.LiveQuery;
import java.util.ArrayList;

/**
 * What of a session survives hibernation: protocol, identity and subscriptions, each with the hash
 * of its last answer and what that answer was read from.
 *
 * <p>It is written to the socket's attachment in the event that sends the frame. Read sets are made
 * coarser until all fit. Subscriptions that do not fit go to a table: a row is written when the
 * subscription begins or ends, and when it comes to read what the row does not cover. The hashes of
 * their answers are in the attachment, as many as fit; an answer whose hash is not there is sent
 * again when the query runs.
 *
 * <p>A stored subscription is {@code ["id","function",args,hash,split,reads]}: {@code hash} is 0
 * when it is not known or nothing was answered, {@code split} is 1 when the answer depends on the
 * identity, and {@code reads} is absent when what was read may have changed since.
 */
final class SessionStore {
  /** Room in the attachment for everything but subscriptions. */
  private static final int HEADER_CHARS = 1_500;

  /** Longest claims in the attachment; longer ones go to the table. */
  private static final int CLAIMS_CHARS = 1_300;

  /** Room that every read set has; what one leaves over goes to the others. */
  private static final int READS_SHARE = 48;

  /** Hash, split, a read set and commas. */
  private static final int STATE_CHARS = 28 + READS_SHARE;

  /** Longest stored read set. */
  static final int READS_CHARS = 4_000;

  /** What a live query takes in memory, beside its description. */
  private static final int LIVE_BYTES = 500;

  /** Reads above this number are not compared one by one. */
  private static final int MANY_READS = 50;

  private final Sockets sockets;
  private final Docs docs;
  private final Log log;
  private final double liveQueryBytes;
  private final TextBuffer out;
  private final OverflowTable overflow;
  private final ReadSetText readSets;
  private final SubscriptionText texts;
  private String schemaHash;

  SessionStore(
      Sockets sockets, Docs docs, Natives natives, SqlStorage sql, Log log, double liveQueryBytes) {
    this.sockets = sockets;
    this.docs = docs;
    this.log = log;
    this.liveQueryBytes = liveQueryBytes;
    this.out = natives.newText();
    this.overflow = new OverflowTable(sql, docs);
    this.readSets = new ReadSetText(docs);
    this.texts = new SubscriptionText(docs, readSets);
  }

  /**
   * @param open ids of the open sockets
   * @param schema hash of the schema, whose tables and indexes read sets know by number
   */
  void start(int[] open, String schema) {
    schemaHash = schema;
    overflow.start(open);
  }

  /**
   * @throws ZerobackException {@link ErrorCode#TOO_LARGE} when the subscriptions of the session
   *     take as much as they may
   */
  void requireRoom(ClientSession session) {
    StoredState state = session.stored();
    if (state.describedChars < 0) {
      state.describedChars = 0;
      for (Subscription subscription : session.subscriptions().values()) {
        state.describedChars += texts.descriptor(subscription).length();
      }
    }
    double taken = state.describedChars + (double) LIVE_BYTES * session.subscriptions().size();
    if (taken >= liveQueryBytes) {
      throw new ZerobackException(
          ErrorCode.TOO_LARGE,
          "The live queries of this socket take more than limits.liveQueryBytes allows; end some,"
              + " or make their arguments smaller.");
    }
  }

  /** Gives a new subscription its place: the attachment, or the table when that is full. */
  void added(ClientSession session, Subscription subscription) {
    StoredState state = session.stored();
    state.describedChars += texts.descriptor(subscription).length();
    int needed = attachedChars(state) + attachedChars(subscription);
    if (needed > subscriptionChars()) {
      subscription.overflow();
      state.keepHash(subscription);
    } else {
      state.attachedChars = needed;
      state.attached.add(subscription);
    }
    state.changed(subscription);
  }

  void removed(ClientSession session, Subscription subscription) {
    StoredState state = session.stored();
    if (state.describedChars >= 0) {
      state.describedChars -= texts.descriptor(subscription).length();
    }
    if (!subscription.isOverflowing()) {
      state.attachedChars = attachedChars(state) - attachedChars(subscription);
    } else if (subscription.isInTable()) {
      overflow.delete(session.socket(), subscription.id());
    }
    state.remove(subscription);
    state.changed();
  }

  /** The identity has changed. */
  void claimsChanged(ClientSession session) {
    overflow.delete(session.socket(), OverflowTable.CLAIMS);
    session.stored().claims = null;
    session.stored().changed();
  }

  /**
   * @param sleptWithRows whether it slept, and has rows
   */
  void closed(ClientSession session, boolean sleptWithRows) {
    boolean hasRows = sleptWithRows || isLong(session.stored().claims);
    for (Subscription subscription : session.subscriptions().values()) {
      hasRows |= subscription.isInTable();
    }
    if (hasRows) {
      overflow.deleteAll(session.socket());
    }
  }

  /** Room for the subscriptions that are in the attachment. */
  private static int subscriptionChars() {
    return Sockets.ATTACHMENT_CHARS - HEADER_CHARS - StoredState.HASHES_CHARS;
  }

  private int attachedChars(StoredState state) {
    if (state.attachedChars < 0) {
      int characters = 0;
      for (Subscription subscription : state.attached) {
        characters += attachedChars(subscription);
      }
      state.attachedChars = characters;
    }
    return state.attachedChars;
  }

  /** Characters of the attachment that a subscription in it needs. */
  private int attachedChars(Subscription subscription) {
    return texts.descriptor(subscription).length() + STATE_CHARS;
  }

  /** Writes the attachment if it has changed, and what of the session is in the table. */
  void persist(ClientSession session) {
    StoredState state = session.stored();
    if (state.isCurrent()) {
      return;
    }
    String claims = state.claims;
    if (claims == null) {
      claims = ReadSetText.oneByte(docs.stringify(session.identity().claims()));
      if (isLong(claims)) {
        overflow.write(session.socket(), OverflowTable.CLAIMS, claims);
      }
      state.claims = claims;
    }
    for (Subscription subscription : state.takeOutdated()) {
      persistRow(session, subscription);
    }
    int room = subscriptionChars() - attachedChars(state);
    int left = state.attached.size();
    String queries = "";
    for (Subscription subscription : state.attached) {
      String reads = texts.reads(subscription, READS_SHARE + room / left--);
      room += READS_SHARE - (reads == null ? 0 : reads.length());
      queries = listed(queries, texts.of(subscription, subscription.sentHash(), reads));
    }
    String hashes = "";
    for (Subscription subscription : state.hashed) {
      String hash = subscription.sentHash();
      if (hash != null && !hash.isEmpty()) {
        hashes = listed(hashes, subscription.storedId().concat(":\"").concat(hash).concat("\""));
      }
    }
    out.append("{\"name\":");
    out.append(session.name() == null ? "null" : "\"".concat(session.name()).concat("\""));
    out.append(",\"uses\":");
    out.append(docs.number(session.capabilities()));
    out.append(",\"ts\":");
    out.append(docs.number(session.ts()));
    out.append(",\"schema\":\"");
    out.append(schemaHash);
    if (!isLong(claims)) {
      out.append("\",\"claims\":");
      out.append(claims);
      out.append(",\"queries\":[");
    } else {
      out.append("\",\"queries\":[");
    }
    out.append(queries);
    if (!hashes.isEmpty()) {
      out.append("],\"hashes\":{");
      out.append(hashes);
      out.append("}}");
    } else {
      out.append("]}");
    }
    sockets.attach(session.socket(), out.take());
    state.stored();
  }

  private static String listed(String list, String item) {
    return list.isEmpty() ? item : list.concat(",").concat(item);
  }

  private static boolean isLong(String claims) {
    return claims != null && claims.length() > CLAIMS_CHARS;
  }

  private void persistRow(ClientSession session, Subscription subscription) {
    LiveQuery query = subscription.query();
    ReadSet reads = SubscriptionText.isKnown(subscription) ? query.reads() : null;
    ReadSet row = subscription.rowReads();
    if (subscription.isInTable() && (reads == null ? row == null : covers(row, reads))) {
      return;
    }
    ReadSet now = reads;
    if (reads != null && (row != null || reads.size() > MANY_READS)) {
      now = ReadSetText.wholeTables(reads);
    }
    String text = now == null ? null : readSets.encode(now, READS_CHARS);
    overflow.write(session.socket(), subscription.id(), texts.of(subscription, null, text));
    subscription.inTable(text == null ? null : now);
  }

  private static boolean covers(ReadSet row, ReadSet reads) {
    if (row == null || row == reads) {
      return row != null;
    }
    ReadSet all = reads.size() > MANY_READS ? ReadSetText.wholeTables(reads) : reads;
    for (int i = 0; i < all.size(); i++) {
      if (!row.covers(all.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Reads the stored sessions of the open sockets back into {@code sessions}. */
  void restore(int[] open, Sessions sessions) {
    TextMap<ArrayList<Doc>> rows = overflow.load();
    for (int socket : open) {
      restore(socket, rows.get(OverflowTable.key(socket)), sessions);
    }
  }

  /** A session sleeps on, unless it is not known of all of its subscriptions what they read. */
  private void restore(int socket, ArrayList<Doc> rows, Sessions sessions) {
    String attachment = sockets.attachment(socket);
    if (attachment == null) {
      sessions.add(socket, docs.nullValue());
      return;
    }
    Doc stored = docs.parse(attachment);
    Doc claims = stored.field("claims");
    int firstQuery = firstQuery(stored);
    ClientSession session = sessions.add(socket, firstQuery == 1 ? rows.get(0) : claims);
    if (stored.field("name").kind() == Doc.STRING) {
      sessions.upgrade(session, stored.field("name").string(), (int) stored.field("uses").number());
    }
    session.restored(stored.field("ts").number());
    session.stored().stored();
    ReadSet reads = new ReadSet();
    Doc queries = stored.field("queries");
    boolean known = isOfSchema(stored);
    for (int i = 0; known && i < queries.size(); i++) {
      known = addReads(queries.at(i), reads);
    }
    for (int i = firstQuery; known && rows != null && i < rows.size(); i++) {
      known = addReads(rows.get(i), reads);
    }
    sessions.sleep(session, rows, reads);
    if (!known) {
      sessions.wake(session);
    }
  }

  /** Whether the long claims are in a row before those of queries: 1 then, else 0. */
  private static int firstQuery(Doc stored) {
    return stored.field("claims").kind() == Doc.ABSENT ? 1 : 0;
  }

  private boolean isOfSchema(Doc stored) {
    return stored.field("schema").string().equals(schemaHash);
  }

  /** Adds what a stored subscription has read; {@code false} when that is not known. */
  private boolean addReads(Doc stored, ReadSet reads) {
    boolean known = stored.size() > 5;
    if (known) {
      readSets.decode(stored.at(5), reads);
    }
    return known;
  }

  /** Makes the subscriptions of a session that slept. */
  void resume(
      ClientSession session,
      Doc stored,
      ArrayList<Doc> rows,
      Sessions sessions,
      FunctionRegistry functions) {
    boolean sameSchema = isOfSchema(stored);
    Doc queries = stored.field("queries");
    for (int i = 0; i < queries.size(); i++) {
      resume(session, queries.at(i), null, sameSchema, sessions, functions);
    }
    for (int i = firstQuery(stored); rows != null && i < rows.size(); i++) {
      resume(session, rows.get(i), stored.field("hashes"), sameSchema, sessions, functions);
    }
  }

  /**
   * @param hashes those of subscriptions in the table; {@code null} for one that is in the
   *     attachment
   */
  private void resume(
      ClientSession session,
      Doc stored,
      Doc hashes,
      boolean sameSchema,
      Sessions sessions,
      FunctionRegistry functions) {
    UserFunction function = functions.find(stored.at(1).string());
    if (function == null || function.kind() != FunctionKind.QUERY) {
      log.error("A subscription to " + stored.at(1).string() + ", which is gone, was dropped");
      return;
    }
    ReadSet reads =
        sameSchema && stored.size() > 5 ? readSets.decode(stored.at(5), new ReadSet()) : null;
    Doc kept = hashes == null ? stored.at(3) : hashes.field(stored.at(0).string());
    String hash = kept.kind() == Doc.STRING ? kept.string() : null;
    if (hash == null && hashes != null && stored.size() > 5) {
      hash = Subscription.FORGOTTEN;
    }
    Subscription subscription = sessions.resume(session, stored, function, hash, reads);
    if (hashes == null) {
      session.stored().attached.add(subscription);
      return;
    }
    subscription.overflow();
    subscription.inTable(reads);
    if (kept.kind() == Doc.STRING) {
      session.stored().keepHash(subscription);
    }
  }
}
