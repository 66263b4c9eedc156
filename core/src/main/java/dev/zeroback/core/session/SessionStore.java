package dev.zeroback.core.session;

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

/**
 * What of a session survives hibernation: protocol, identity and subscriptions with the hash of the
 * last answer.
 *
 * <p>It is written to the socket's attachment in the event that sends the frame. Subscriptions that
 * do not fit go to a table, without the hash, which is written only when they begin or end; they
 * are answered anew once after a wake-up.
 */
final class SessionStore {
  /**
   * Room in the attachment for everything but subscriptions; claims that need more are refused at
   * the door.
   */
  static final int HEADER_CHARS = 1_500;

  private static final int HASH_CHARS = 20;
  private static final String CREATE =
      "CREATE TABLE IF NOT EXISTS _zb_subscription (socket INTEGER NOT NULL, id TEXT NOT NULL, descriptor TEXT NOT NULL,"
          + " PRIMARY KEY (socket, id)) WITHOUT ROWID";

  private final Sockets sockets;
  private final Docs docs;
  private final Log log;
  private final TextBuffer out;
  private final SqlStorage sql;
  private SqlStorage.Statement insert;
  private SqlStorage.Statement delete;
  private SqlStorage.Statement deleteAll;
  private SqlStorage.Statement select;

  SessionStore(Sockets sockets, Docs docs, Natives natives, SqlStorage sql, Log log) {
    this.sockets = sockets;
    this.docs = docs;
    this.log = log;
    this.out = natives.newText();
    this.sql = sql;
  }

  /** Creates the table where it is missing and drops what belongs to sockets that are gone. */
  void start(int[] open) {
    sql.prepare(CREATE).run();
    insert = sql.prepare("INSERT INTO _zb_subscription (socket, id, descriptor) VALUES (?, ?, ?)");
    delete = sql.prepare("DELETE FROM _zb_subscription WHERE socket = ? AND id = ?");
    deleteAll = sql.prepare("DELETE FROM _zb_subscription WHERE socket = ?");
    select = sql.prepare("SELECT descriptor FROM _zb_subscription WHERE socket = ?");
    out.append("[");
    for (int i = 0; i < open.length; i++) {
      out.append(i == 0 ? "" : ",");
      out.append(docs.stringify(docs.of((double) open[i])));
    }
    out.append("]");
    sql.prepare("DELETE FROM _zb_subscription WHERE socket NOT IN (SELECT value FROM json_each(?))")
        .bind(out.take())
        .run();
  }

  /** Whether one more descriptor of {@code length} characters fits the session's attachment. */
  boolean fits(ClientSession session, int length) {
    int used = HEADER_CHARS;
    for (Subscription subscription : session.subscriptions().values()) {
      if (!subscription.isOverflowing()) {
        used += subscription.descriptor().length() + HASH_CHARS;
      }
    }
    return used + length + HASH_CHARS <= Sockets.ATTACHMENT_CHARS;
  }

  void added(ClientSession session, Subscription subscription) {
    if (subscription.isOverflowing()) {
      insert.bind(session.socket()).bind(subscription.id()).bind(subscription.descriptor()).run();
    } else {
      session.changed();
    }
  }

  void removed(ClientSession session, Subscription subscription) {
    if (subscription.isOverflowing()) {
      delete.bind(session.socket()).bind(subscription.id()).run();
    } else {
      session.changed();
    }
  }

  void closed(ClientSession session) {
    for (Subscription subscription : session.subscriptions().values()) {
      if (subscription.isOverflowing()) {
        deleteAll.bind(session.socket()).run();
        return;
      }
    }
  }

  /** Writes the attachment if it has changed. */
  void persist(ClientSession session) {
    if (session.isPersistent()) {
      return;
    }
    out.append("{\"name\":");
    out.append(session.name() == null ? "null" : docs.stringify(docs.of(session.name())));
    out.append(session.hashes() ? ",\"hashes\":true" : ",\"hashes\":false");
    out.append(",\"claims\":");
    out.append(docs.stringify(session.identity().claims()));
    out.append(",\"queries\":[");
    boolean first = true;
    for (Subscription subscription : session.subscriptions().values()) {
      if (!subscription.isOverflowing()) {
        out.append(first ? "" : ",");
        out.append(subscription.descriptor());
        if (subscription.wasAnswered()) {
          out.append(",\"");
          out.append(subscription.sentHash());
          out.append("\"");
        }
        out.append("]");
        first = false;
      }
    }
    out.append("]}");
    sockets.attach(session.socket(), out.take());
    session.persisted();
  }

  /** Reads a stored session back into {@code sessions}. */
  void restore(int socket, Sessions sessions, FunctionRegistry functions) {
    String attachment = sockets.attachment(socket);
    Doc stored = attachment == null ? null : docs.parse(attachment);
    Doc claims = stored == null ? docs.nullValue() : stored.field("claims");
    ClientSession session = sessions.add(socket, claims);
    if (stored == null) {
      return;
    }
    if (stored.field("name").kind() == Doc.STRING) {
      session.upgrade(stored.field("name").string(), stored.field("hashes").bool());
    }
    Doc queries = stored.field("queries");
    for (int i = 0; i < queries.size(); i++) {
      restore(session, queries.at(i), false, sessions, functions);
    }
    SqlStorage.Rows rows = select.bind(socket).query();
    while (rows.next()) {
      restore(session, docs.parse(rows.text(0).concat("]")), true, sessions, functions);
    }
    session.persisted();
  }

  private void restore(
      ClientSession session,
      Doc descriptor,
      boolean overflowing,
      Sessions sessions,
      FunctionRegistry functions) {
    UserFunction function = functions.find(descriptor.at(1).string());
    if (function == null || function.kind() != FunctionKind.QUERY) {
      log.error("A subscription to " + descriptor.at(1).string() + ", which is gone, was dropped");
      return;
    }
    String hash =
        overflowing
            ? Subscription.FORGOTTEN
            : descriptor.size() > 3 ? descriptor.at(3).string() : null;
    sessions.resume(
        session, descriptor.at(0).string(), function, descriptor.at(2), overflowing, hash);
  }

  /** The beginning of a stored descriptor; see {@link Subscription}. */
  String descriptor(String quotedId, UserFunction function, Doc args) {
    out.append("[");
    out.append(quotedId);
    out.append(",");
    out.append(docs.stringify(docs.of(function.name())));
    out.append(",");
    out.append(docs.stringify(args));
    return out.take();
  }
}
