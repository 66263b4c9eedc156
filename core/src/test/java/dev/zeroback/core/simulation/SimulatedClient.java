package dev.zeroback.core.simulation;

import dev.zeroback.core.testkit.TreeDoc;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A client that loses its socket now and then, resumes its session and resends. */
final class SimulatedClient {
  /** A mutation that was asked for. */
  private static final class Request {
    final String id;
    final String token;
    final List<Map<String, Object>> script;
    double seq;
    boolean sent;
    Object outcome;

    Request(String id, String token, List<Map<String, Object>> script) {
      this.id = id;
      this.token = token;
      this.script = script;
    }
  }

  private static final Failure LOST = new Failure("lost", "may have been applied");

  private final String name;
  private final boolean protocol2;

  /** Whether it takes several frames in one message. */
  private final boolean batches;

  private final Map<String, ?> claims;
  private final Map<String, Told.Watched> wanted = new LinkedHashMap<>();
  private final Map<String, Request> requests = new LinkedHashMap<>();
  private Connection connection;
  private String session;
  private boolean greeted;
  private boolean confirmed;

  /** A mutation is to be sent again, once all those sent with it are answered. */
  private boolean holds;

  private double lastSeq;
  private double newestTs;
  private int ids;

  SimulatedClient(String name, boolean protocol2, boolean batches, Map<String, ?> claims) {
    this.name = name;
    this.protocol2 = protocol2;
    this.batches = batches;
    this.claims = claims;
  }

  String name() {
    return name;
  }

  boolean speaksProtocol2() {
    return protocol2;
  }

  Map<String, ?> claims() {
    return claims;
  }

  Connection connection() {
    return connection;
  }

  /** The mutation asked for by {@code requestId}; {@code null} if it is something else. */
  String tokenOf(String requestId) {
    Request request = requests.get(requestId);
    return request == null ? null : request.token;
  }

  List<String> queryIds() {
    return List.copyOf(wanted.keySet());
  }

  /** The socket is gone; what was asked in the base protocol is lost. */
  void disconnected() {
    connection = null;
    greeted = false;
    newestTs = 0;
    if (!protocol2) {
      requests.values().stream().filter(request -> request.outcome == null).forEach(this::lose);
    }
  }

  private void lose(Request request) {
    request.outcome = LOST;
  }

  /** A new socket is open. */
  void connected(Connection to) {
    connection = to;
    if (protocol2) {
      Map<String, Object> hello = new LinkedHashMap<>();
      hello.put("type", "hello");
      hello.put("protocol", 2.0);
      if (session != null) {
        hello.put("session", session);
      }
      hello.put(
          "capabilities",
          batches ? List.of("hash", "patch", "ack", "batch") : List.of("hash", "patch", "ack"));
      send(hello);
    }
    wanted.forEach(this::sendQuery);
  }

  void subscribe(List<Map<String, Object>> script) {
    String id = "q" + ++ids;
    wanted.put(id, new Told.Watched(script));
    sendQuery(id, wanted.get(id));
  }

  void unsubscribe(String id) {
    wanted.remove(id);
    send(Map.of("type", "unsubscribe", "id", id));
  }

  private void sendQuery(String id, Told.Watched query) {
    Map<String, Object> frame = call("query", id, "read", Map.of("ops", query.script));
    if (query.hash != null) {
      frame.put("hash", query.hash);
      connection.told.offer(query.hash, query.state);
    }
    send(frame);
  }

  /** Asks for a mutation; once a session is there, if it takes one. */
  void mutate(String token, List<Map<String, Object>> script) {
    Request request = new Request("m" + ++ids, token, script);
    requests.put(request.id, request);
    if (protocol2) {
      request.seq = ++lastSeq;
    }
    if (connection != null && (greeted || !protocol2) && !holds) {
      sendMutation(request);
    } else if (!protocol2) {
      lose(request);
    }
  }

  void act(List<Map<String, Object>> script) {
    send(call("action", "a" + ++ids, "act", Map.of("ops", script)));
  }

  /** Says how far it has come. */
  void acknowledge() {
    if (protocol2 && greeted && newestTs > 0) {
      send(Map.of("type", "ack", "ts", newestTs));
    }
  }

  private void sendMutation(Request request) {
    request.sent = true;
    Map<String, Object> frame =
        call(
            "mutation", request.id, "write", Map.of("token", request.token, "ops", request.script));
    if (protocol2) {
      frame.put("seq", request.seq);
      frame.put("ack", acknowledged());
    }
    send(frame);
  }

  private double acknowledged() {
    double upTo = lastSeq;
    for (Request request : requests.values()) {
      if (request.outcome == null) {
        upTo = Math.min(upTo, request.seq - 1);
      }
    }
    return upTo;
  }

  private static Map<String, Object> call(
      String type, String id, String function, Map<String, ?> args) {
    Map<String, Object> frame = new LinkedHashMap<>();
    frame.put("type", type);
    frame.put("id", id);
    frame.put("fn", function);
    frame.put("args", args);
    return frame;
  }

  private void send(Map<String, Object> frame) {
    if (connection != null) {
      connection.toServer.add(TreeDoc.of(frame).toString());
    }
  }

  /** A frame has arrived. */
  void receive(Map<String, Object> frame) {
    String id = (String) frame.get("id");
    if (frame.get("ts") instanceof Double ts) {
      newestTs = Math.max(newestTs, ts);
    }
    switch ((String) frame.get("type")) {
      case "hello" -> greet(frame);
      case "result", "unchanged", "update" -> keep(id, frame);
      case "updates" -> {
        for (Object item : (List<?>) frame.get("items")) {
          Map<String, Object> change = PlainDatabase.map(item);
          keep((String) change.get("id"), change);
        }
      }
      case "mutationResult" -> answer(id, SerialReplay.text(frame.get("result")));
      case "error" -> answer(id, Told.failure(frame));
      default -> {}
    }
  }

  /** Holds the newest result, whose hash resumes the query on another socket. */
  private void keep(String id, Map<String, Object> item) {
    Told.Watched query = wanted.get(id);
    if (query != null && item.get("error") == null && !"unchanged".equals(item.get("type"))) {
      Told.hold(query, item);
    }
  }

  private void answer(String id, Object outcome) {
    Request request = requests.get(id);
    if (request == null) {
      return;
    }
    if (protocol2
        && request.outcome == null
        && outcome instanceof Failure lost
        && lost.code().equals("conflict")) {
      request.sent = false;
      holds = true;
      resend();
      return;
    }
    boolean expired =
        outcome instanceof Failure failure && failure.code().equals("session_expired");
    if (request.outcome != null && !expired && !request.outcome.equals(outcome)) {
      throw new Violation(
          request.token + " was answered " + request.outcome + " and then " + outcome);
    }
    if (request.outcome == null) {
      request.outcome = outcome;
      confirmed |= !(outcome instanceof Failure);
    }
    resend();
  }

  private void resend() {
    if (!holds || requests.values().stream().anyMatch(open -> open.outcome == null && open.sent)) {
      return;
    }
    holds = false;
    requests.values().stream()
        .filter(request -> request.outcome == null)
        .forEach(this::sendMutation);
  }

  /** Whether {@code token} was answered with an error that says that it was not applied. */
  List<String> refused() {
    List<String> tokens = new ArrayList<>();
    for (Request request : requests.values()) {
      if (request.outcome instanceof Failure failure
          && !failure.equals(LOST)
          && !failure.code().equals("session_expired")
          && !failure.code().equals("too_large")) {
        tokens.add(request.token);
      }
    }
    return tokens;
  }

  /** Mutations that were neither answered nor given up. */
  List<String> unanswered() {
    return requests.values().stream()
        .filter(request -> request.outcome == null)
        .map(request -> request.token)
        .toList();
  }

  private void greet(Map<String, Object> hello) {
    greeted = true;
    boolean known = (Boolean) hello.get("known");
    boolean same = hello.get("session").equals(session);
    if (confirmed && !(known && same)) {
      throw new Violation(name + "'s session is forgotten: " + hello);
    }
    if (session != null && !same) {
      requests.values().stream()
          .filter(request -> request.outcome == null && request.sent)
          .forEach(this::lose);
      renumber();
    }
    session = (String) hello.get("session");
    holds = false;
    requests.values().stream()
        .filter(request -> request.outcome == null)
        .forEach(this::sendMutation);
  }

  private void renumber() {
    lastSeq = 0;
    for (Request request : requests.values()) {
      if (request.outcome == null) {
        request.seq = ++lastSeq;
      } else {
        request.seq = 0;
      }
    }
  }
}
