package dev.zeroback.core.simulation;

import dev.zeroback.core.port.Sockets;
import dev.zeroback.core.testkit.TreeDoc;
import dev.zeroback.core.testkit.TreeDocs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The open sockets. What the engine sends leaves when the event has ended, is compared with the
 * model then, and waits to be received.
 */
final class Wire implements Sockets {
  private final TreeDocs docs;
  private final Model model;
  private final Trace trace;
  private final Map<Integer, Connection> connections = new TreeMap<>();
  private final List<Connection> leaving = new ArrayList<>();
  private final List<Object[]> sent = new ArrayList<>();
  private final List<Integer> closed = new ArrayList<>();
  private int lastSocket;

  Wire(TreeDocs docs, Model model, Trace trace) {
    this.docs = docs;
    this.model = model;
    this.trace = trace;
  }

  Map<Integer, Connection> connections() {
    return connections;
  }

  /** Those of which the server knows no more, but the engine does. */
  List<Connection> leaving() {
    return leaving;
  }

  Connection open(SimulatedClient client) {
    Connection connection = new Connection(++lastSocket, client);
    connections.put(connection.socket, connection);
    trace.add(client.name(), "connects socket " + connection.socket, null);
    return connection;
  }

  /** The client loses its socket. */
  void cut(Connection connection) {
    if (!connection.cut) {
      connection.cut = true;
      trace.add(connection.client.name(), "loses socket " + connection.socket, null);
      connection.client.disconnected();
    }
  }

  /** Everybody loses his socket, and nothing of what was sent since the last event has left. */
  void cutAll() {
    sent.clear();
    closed.clear();
    leaving.clear();
    List<Connection> open = List.copyOf(connections.values());
    connections.clear();
    open.forEach(this::cut);
  }

  /** The next message of the server arrives at the client. */
  void reach(Connection connection) {
    for (Map<String, Object> frame : frames(connection.toClient.removeFirst())) {
      connection.client.receive(frame);
    }
  }

  /** The frames of a message, which is one or an array of several. */
  List<Map<String, Object>> frames(String message) {
    Object tree = TreeDoc.tree(docs.parse(message));
    List<?> frames = tree instanceof List<?> several ? several : List.of(tree);
    return frames.stream().map(PlainDatabase::map).toList();
  }

  /** Sends what the event has left to send. */
  void flush() {
    List<Object[]> frames = List.copyOf(sent);
    sent.clear();
    for (Object[] frame : frames) {
      Connection connection = connections.get((Integer) frame[0]);
      if (connection != null) {
        deliver(connection, (String) frame[1]);
      }
    }
  }

  /** The sockets that the engine has closed since the last call. */
  List<Connection> takeClosed() {
    List<Connection> open =
        closed.stream().distinct().filter(connections::containsKey).map(connections::get).toList();
    closed.clear();
    return open;
  }

  /**
   * @param message a frame, or an array of frames
   */
  private void deliver(Connection connection, String message) {
    trace.add(connection.told.owner(), "is sent " + message, null);
    for (Map<String, Object> frame : frames(message)) {
      check(connection, frame);
    }
    if (!connection.cut) {
      connection.toClient.add(message);
    }
  }

  private void check(Connection connection, Map<String, Object> frame) {
    if (connection.told.take(frame)) {
      model.answers.check(connection, frame);
    } else {
      checkReply(connection, frame);
    }
  }

  private void checkReply(Connection connection, Map<String, Object> message) {
    String token = connection.client.tokenOf((String) message.get("id"));
    if (token == null) {
      return;
    }
    Mutation mutation = model.mutation(token);
    if (message.get("type").equals("mutationResult")) {
      mutation.answered(SerialReplay.text(message.get("result")));
      if (connection.client.speaksProtocol2()) {
        if (mutation.commits == 1 && !message.get("ts").equals(mutation.ts)) {
          throw new Violation(token + " was committed at " + mutation.ts + ": " + message);
        }
        connection.owedTs = Math.max(connection.owedTs, (Double) message.get("ts"));
      } else {
        model.answers.checkAllSince(connection, Math.max(mutation.ts, connection.told.ts()));
      }
    } else if (message.get("type").equals("error")) {
      Failure failure = Told.failure(message);
      mutation.answered(failure);
      if (connection.client.speaksProtocol2()) {
        mutation.answeredInSession(failure, !connection.cut);
      }
    }
  }

  /** What every client has to have been told when nothing is under way. */
  void checkQuiet() {
    for (Connection connection : connections.values()) {
      model.answers.checkAll(connection);
      connection
          .told
          .queries()
          .forEach(
              (id, query) -> {
                if (query.state == null) {
                  throw new Violation(connection.told.owner() + " was never answered " + id);
                }
              });
      if (connection.told.ts() < connection.owedTs) {
        throw new Violation(connection.told.owner() + " was not moved to " + connection.owedTs);
      }
    }
  }

  // --- the engine's side

  @Override
  public void send(int socket, String frame) {
    sent.add(new Object[] {socket, frame});
  }

  @Override
  public void close(int socket, int code, String reason) {
    if (code != 1_011) {
      throw new Violation("The engine closed socket " + socket + ": " + reason);
    }
    closed.add(socket);
  }

  @Override
  public void authenticate(int socket, String token) {
    throw new Violation("No client of this world presents tokens");
  }

  @Override
  public void attach(int socket, String text) {
    Connection connection = connections.get(socket);
    if (connection != null) {
      connection.attachment = text;
    }
  }

  @Override
  public int[] open() {
    return connections.keySet().stream().mapToInt(Integer::intValue).toArray();
  }

  @Override
  public String attachment(int socket) {
    Connection connection = connections.get(socket);
    return connection == null ? null : connection.attachment;
  }
}
