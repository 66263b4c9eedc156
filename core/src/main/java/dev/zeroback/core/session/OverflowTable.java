package dev.zeroback.core.session;

import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.Docs;
import dev.zeroback.core.port.SqlStorage;
import dev.zeroback.core.port.TextMap;
import java.util.ArrayList;

/** What of open sockets does not fit their attachments: a row for each subscription or claims. */
final class OverflowTable {
  /** Id of the row with the claims; no subscription has it, and it is the first in order. */
  static final String CLAIMS = "";

  private static final String CREATE =
      "CREATE TABLE IF NOT EXISTS _zb_subscription (socket INTEGER NOT NULL, id TEXT NOT NULL, descriptor TEXT NOT NULL,"
          + " PRIMARY KEY (socket, id)) WITHOUT ROWID";

  private final SqlStorage sql;
  private final Docs docs;
  private SqlStorage.Statement upsert;
  private SqlStorage.Statement delete;
  private SqlStorage.Statement deleteAll;

  OverflowTable(SqlStorage sql, Docs docs) {
    this.sql = sql;
    this.docs = docs;
  }

  /** Creates the table where it is missing and drops what belongs to sockets that are gone. */
  void start(int[] open) {
    sql.prepare(CREATE).run();
    upsert =
        sql.prepare(
            "INSERT INTO _zb_subscription (socket, id, descriptor) VALUES (?, ?, ?)"
                + " ON CONFLICT DO UPDATE SET descriptor = excluded.descriptor");
    delete = sql.prepare("DELETE FROM _zb_subscription WHERE socket = ? AND id = ?");
    deleteAll = sql.prepare("DELETE FROM _zb_subscription WHERE socket = ?");
    String sockets = "";
    for (int socket : open) {
      sockets = (sockets.isEmpty() ? "[" : sockets.concat(",")).concat(docs.number(socket));
    }
    sql.prepare("DELETE FROM _zb_subscription WHERE socket NOT IN (SELECT value FROM json_each(?))")
        .bind(sockets.isEmpty() ? "[]" : sockets.concat("]"))
        .run();
  }

  void write(int socket, String id, String text) {
    upsert.bind(socket).bind(id).bind(text).run();
  }

  void delete(int socket, String id) {
    delete.bind(socket).bind(id).run();
  }

  void deleteAll(int socket) {
    deleteAll.bind(socket).run();
  }

  /** What {@link #load} knows a socket by. */
  static String key(int socket) {
    return Integer.toString(socket);
  }

  /** The rows of every socket that has some, the claims first. */
  TextMap<ArrayList<Doc>> load() {
    TextMap<ArrayList<Doc>> bySocket = new TextMap<>();
    SqlStorage.Rows found =
        sql.prepare("SELECT socket, descriptor FROM _zb_subscription ORDER BY socket, id").query();
    while (found.next()) {
      int socket = (int) found.number(0);
      ArrayList<Doc> rows = bySocket.get(key(socket));
      if (rows == null) {
        rows = new ArrayList<>();
        bySocket.put(key(socket), rows);
      }
      rows.add(docs.parse(found.text(1)));
    }
    return bySocket;
  }
}
