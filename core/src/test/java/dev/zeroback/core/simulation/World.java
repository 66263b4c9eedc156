package dev.zeroback.core.simulation;

import dev.zeroback.core.engine.Completion;
import dev.zeroback.core.engine.Engine;
import dev.zeroback.core.engine.Ports;
import dev.zeroback.core.engine.Program;
import dev.zeroback.core.engine.RunDatabase;
import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Alarm;
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.FunctionHost;
import dev.zeroback.core.port.Log;
import dev.zeroback.core.port.Sockets;
import dev.zeroback.core.port.SqlStorage;
import dev.zeroback.core.testkit.JdbcSqlStorage;
import dev.zeroback.core.testkit.JvmNatives;
import dev.zeroback.core.testkit.SeededEntropy;
import dev.zeroback.core.testkit.TreeDoc;
import dev.zeroback.core.testkit.TreeDocs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The engine with everything around it, and the model that it is compared with. Each public step is
 * one event of the Durable Object: its frames leave when it has ended, and none does when the
 * process dies in it.
 */
final class World implements AutoCloseable {
  private static final String SCHEMA =
      "{'tables':{'things':{'fields':{'a':{'type':'any'},'b':{'type':'any'},'w':{'type':'string'},"
          + "'t':{'type':'optional','inner':{'type':'string'}}},"
          + "'indexes':[{'name':'by_a','fields':['a']},{'name':'by_a_b','fields':['a','b']}],"
          + "'searchIndexes':[{'name':'search_t','searchField':'t'}]},"
          + "'names':{'fields':{'name':{'type':'string'}},"
          + "'indexes':[{'name':'by_name','fields':['name'],'unique':true}]}}}";

  private static final String FUNCTIONS =
      "{'read':{'kind':'query','visibility':'public','args':{'ops':{'type':'any'}}},"
          + "'write':{'kind':'mutation','visibility':'public',"
          + "'args':{'token':{'type':'string'},'ops':{'type':'any'}}},"
          + "'act':{'kind':'action','visibility':'public','args':{'ops':{'type':'any'}}}}";

  private final TreeDocs docs = new TreeDocs();
  private final JdbcSqlStorage sql = new JdbcSqlStorage(docs);
  private final SimulatedTime time = new SimulatedTime();
  private final SeededEntropy entropy;
  private final Scripts scripts;
  private final Program program;
  private final List<String> trace = new ArrayList<>();

  private final Map<Integer, Connection> connections = new TreeMap<>();
  private final List<Handler> handlers = new ArrayList<>();
  private final Map<String, Mutation> mutations = new HashMap<>();
  private final SerialReplay history = new SerialReplay();
  private final Answers answers = new Answers();
  private final List<Object[]> sent = new ArrayList<>();
  private Handler caller;
  private Engine engine;
  private int lastSocket;
  private int tickets;
  private long now;

  World(long seed, Scripts scripts) {
    this.entropy = new SeededEntropy(seed);
    this.scripts = scripts;
    this.program = new Program(parse(SCHEMA), parse(FUNCTIONS), docs.absent());
    start();
  }

  private Doc parse(String json) {
    return docs.parse(json.replace('\'', '"'));
  }

  private void start() {
    sql.failAtCall(0);
    time.clear();
    handlers.clear();
    engine =
        new Engine(
            new Ports(
                sql,
                docs,
                new JvmNatives(),
                time,
                entropy,
                time,
                new NoAlarm(),
                new SimulatedSockets(),
                new Functions(),
                new Silence()),
            program);
    engine.start();
    answers.restarted(engine.stats().ts(), history.state());
    for (Connection connection : connections.values()) {
      connection.restarted(engine.stats().ts());
    }
  }

  // --- what happened

  List<String> trace() {
    return trace;
  }

  void trace(String who, Object what, Object outcome) {
    trace.add(
        who
            + " "
            + (what instanceof String text ? text : SerialReplay.text(what))
            + (outcome == null ? "" : " -> " + SerialReplay.text(outcome)));
  }

  List<Handler> handlers() {
    return handlers;
  }

  Map<Integer, Connection> connections() {
    return connections;
  }

  boolean isQuiet() {
    return handlers.isEmpty() && time.isIdle();
  }

  /** Statements run so far. */
  int sqlCalls() {
    return sql.calls();
  }

  // --- events

  private void event(Runnable body) {
    now++;
    double before = engine.stats().ts();
    body.run();
    double ts = engine.stats().ts();
    if (ts != before) {
      if (mutations.values().stream().noneMatch(mutation -> mutation.ts == ts)) {
        throw new Violation("A commit came from nowhere");
      }
      answers.countsOn(ts);
    }
    deliver();
  }

  Connection connect(SimulatedClient client) {
    Connection connection = new Connection(++lastSocket, client);
    connections.put(connection.socket, connection);
    trace(client.name(), "connects socket " + connection.socket, null);
    event(() -> engine.onOpen(connection.socket, TreeDoc.of(client.claims())));
    client.connected(connection);
    return connection;
  }

  /** The server notices that a socket is closed. */
  void close(Connection connection) {
    connections.remove(connection.socket);
    trace("server", "closes socket " + connection.socket, null);
    event(() -> engine.onClose(connection.socket));
    cut(connection);
  }

  /** The client loses its socket. */
  void cut(Connection connection) {
    if (!connection.cut) {
      connection.cut = true;
      trace(connection.client.name(), "loses socket " + connection.socket, null);
      connection.client.disconnected();
    }
  }

  /** The next frame of a client arrives. */
  void arrive(Connection connection) {
    String frame = connection.toServer.removeFirst();
    trace(connection.told.owner(), "sends " + frame, null);
    Map<String, Object> message = tree(frame);
    String id = (String) message.get("id");
    if (message.get("type").equals("query")) {
      List<Map<String, Object>> script =
          Scripts.of(PlainDatabase.map(message.get("args")).get("ops"));
      Told.Watched watched = connection.told.watch(id, script);
      watched.offered = (String) message.get("hash");
    } else if (message.get("type").equals("unsubscribe")) {
      connection.told.unwatch(id);
    } else if (message.get("type").equals("mutation")) {
      expect((String) PlainDatabase.map(message.get("args")).get("token"));
    }
    try {
      event(() -> engine.onMessage(connection.socket, frame));
    } catch (SqlStorage.SqlException injected) {
      deliver();
      close(connection);
    }
  }

  /** The next frame of the server arrives. */
  void reach(Connection connection) {
    connection.client.receive(tree(connection.toClient.removeFirst()));
  }

  /** A function is called by the operator. */
  void call(String function, Map<String, Object> args) {
    String token = (String) args.get("token");
    Mutation mutation = token == null ? null : expect(token);
    trace("operator", function + " " + SerialReplay.text(args), null);
    event(
        () ->
            engine.call(
                null,
                true,
                function,
                TreeDoc.of(args),
                TreeDoc.of(null),
                new Completion() {
                  @Override
                  public void succeeded(Doc result) {
                    answered(mutation, SerialReplay.text(TreeDoc.tree(result)));
                  }

                  @Override
                  public void failed(ZerobackException error) {
                    answered(mutation, new Failure(error.code().code(), error.getMessage()));
                  }
                }));
  }

  /** Lets time pass; timers that fall due are events. */
  void pass(double millis) {
    Runnable task = time.next(millis);
    if (task != null) {
      event(task);
    }
  }

  void jump(double millis) {
    trace("clock", "jumps by " + millis, null);
    time.jump(millis);
  }

  void failAtCall(int nth) {
    if (nth > 0) {
      trace("disk", "fails at call " + nth + " from now", null);
    }
    sql.failAtCall(nth);
  }

  /**
   * The object leaves memory; sockets stay open. Only when nothing is under way, and for 10
   * seconds.
   */
  void sleep() {
    trace("object", "sleeps", null);
    time.next(10_000);
    start();
  }

  /** The process dies. */
  void die() {
    trace("object", "dies", null);
    time.next(1_000);
    sent.clear();
    later.clear();
    caller = null;
    List<Connection> open = List.copyOf(connections.values());
    connections.clear();
    open.forEach(this::cut);
    start();
  }

  /** The process dies in the event that {@code step} makes, at its {@code nth} statement. */
  void dieDuring(Runnable step, int nth) {
    trace("object", "will die at call " + nth, null);
    sql.dieAtCall(nth);
    Map<Integer, Connection> before = new TreeMap<>(connections);
    try {
      sql.transaction(
          () -> {
            dying = true;
            step.run();
            throw new JdbcSqlStorage.PowerCut();
          });
    } catch (JdbcSqlStorage.PowerCut end) {
      sql.failAtCall(0);
    } finally {
      dying = false;
    }
    connections.putAll(before);
    die();
  }

  private boolean dying;

  // --- user functions

  Attempt newAttempt(String name) {
    Attempt attempt = new Attempt(name, now);
    attempt.examinedAt = engine == null ? 0 : engine.stats().ts();
    return attempt;
  }

  RunDatabase database(int run) {
    return engine.database(run);
  }

  /** An operation of a handler had this outcome. */
  void found(Handler handler, Map<String, Object> operation, Object outcome) {
    Attempt attempt = handler.attempt;
    if (outcome instanceof String id && operation.get("op").equals("insert")) {
      scripts.learn(id);
    }
    boolean tells =
        !(outcome instanceof Failure failure)
            || Failure.NOT_FOUND.isLike(failure)
            || Failure.NONE_FOUND.isLike(failure)
            || Failure.SEVERAL_FOUND.isLike(failure);
    if (!tells || attempt == null || attempt.ended) {
      return;
    }
    attempt.steps.add(new Step(operation, ScriptRun.shown(outcome)));
    double newest = engine.stats().ts();
    if (attempt.examinedAt != newest) {
      Violation mixed = history.examine(attempt.transaction(now, false));
      if (mixed != null) {
        throw new Violation("A handler saw a mix of states: " + mixed.getMessage());
      }
      attempt.examinedAt = newest;
    }
  }

  void callFrom(
      Handler parent,
      String kind,
      String function,
      Map<String, Object> args,
      Completion completion) {
    trace(parent.describe(), "calls " + function + " " + SerialReplay.text(args), null);
    caller = parent;
    event(() -> engine.callFrom(parent.run, kind, function, TreeDoc.of(args), completion));
    caller = null;
  }

  /** The script of a handler has come to its end. */
  void end(Handler handler, Object outcome) {
    handlers.remove(handler);
    Attempt attempt = handler.attempt;
    if (handler.isRoot && attempt != null) {
      attempt.ended = true;
      attempt.outcome = outcome instanceof Failure ? outcome : SerialReplay.text(outcome);
      attempt.violation = history.examine(attempt.transaction(now, false));
      if (handler.token != null) {
        mutations.get(handler.token).last = attempt;
      }
    }
    trace(handler.describe(), "ends", outcome);
    now++;
    double before = engine.stats().ts();
    if (outcome instanceof Failure failure) {
      engine.failed(handler.run, new ZerobackException(codeOf(failure.code()), failure.message()));
    } else {
      engine.finished(handler.run, TreeDoc.of(outcome));
    }
    double ts = engine.stats().ts();
    if (dying) {
      return;
    }
    if (ts != before) {
      commit(handler, ts);
    }
    deliver();
  }

  private void commit(Handler handler, double ts) {
    if (!handler.isRoot || !handler.function.equals("write")) {
      throw new Violation(handler.describe() + " cannot have committed");
    }
    trace(handler.describe(), "is commit " + ts, null);
    mutations.get(handler.token).committed(handler.attempt, ts);
    history.append(handler.attempt.transaction(now, true));
    answers.committed(ts, history.state());
  }

  private static ErrorCode codeOf(String text) {
    for (ErrorCode code : ErrorCode.values()) {
      if (code.code().equals(text)) {
        return code;
      }
    }
    throw new IllegalArgumentException("No error code " + text);
  }

  /** A number that no other call has. */
  int ticket() {
    return ++tickets;
  }

  /** The record of a mutation that is being asked for. */
  Mutation expect(String token) {
    return mutations.computeIfAbsent(token, Mutation::new);
  }

  /** Somebody on the server side was answered; {@code mutation} is null for other functions. */
  void answered(Mutation mutation, Object outcome) {
    if (mutation != null) {
      later.add(() -> mutation.answered(outcome));
    }
  }

  private final List<Runnable> later = new ArrayList<>();

  // --- frames

  /** Sends what the event has left to send, and checks it against the model. */
  private void deliver() {
    if (dying) {
      return;
    }
    List<Runnable> checks = List.copyOf(later);
    later.clear();
    checks.forEach(Runnable::run);
    List<Object[]> frames = List.copyOf(sent);
    sent.clear();
    for (Object[] frame : frames) {
      Connection connection = connections.get((Integer) frame[0]);
      if (connection != null) {
        deliver(connection, (String) frame[1]);
      }
    }
  }

  private void deliver(Connection connection, String frame) {
    trace(connection.told.owner(), "is sent " + frame, null);
    Map<String, Object> message = tree(frame);
    if (connection.told.take(message)) {
      answers.check(connection, message);
    } else {
      checkReply(connection, message);
    }
    if (!connection.cut) {
      connection.toClient.add(frame);
    }
  }

  private void checkReply(Connection connection, Map<String, Object> message) {
    String token = connection.client.tokenOf((String) message.get("id"));
    if (token == null) {
      return;
    }
    if (message.get("type").equals("mutationResult")) {
      Mutation mutation = mutations.get(token);
      mutation.answered(SerialReplay.text(message.get("result")));
      if (connection.client.speaksProtocol2()) {
        if (mutation.commits == 1 && !message.get("ts").equals(mutation.ts)) {
          throw new Violation(token + " was committed at " + mutation.ts + ": " + message);
        }
        connection.owedTs = Math.max(connection.owedTs, (Double) message.get("ts"));
      } else {
        answers.checkAll(connection);
      }
    } else if (message.get("type").equals("error")) {
      mutations.get(token).answered(Told.failure(message));
    }
  }

  private Map<String, Object> tree(String frame) {
    return PlainDatabase.map(TreeDoc.tree(docs.parse(frame)));
  }

  /** What has to hold when nothing is under way. */
  void checkQuiet() {
    for (Connection connection : connections.values()) {
      answers.checkAll(connection);
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
    checkStored("things");
    checkStored("names");
  }

  private void checkStored(String table) {
    List<String> expected = new ArrayList<>();
    history.state().all(table).forEach(document -> expected.add(SerialReplay.text(document)));
    List<String> actual = new ArrayList<>();
    SqlStorage.Rows rows = sql.prepare("SELECT doc FROM t_" + table + " ORDER BY rid").query();
    while (rows.next()) {
      actual.add(rows.text(0));
    }
    if (!actual.equals(expected)) {
      throw new Violation(table + " holds " + actual + " instead of " + expected);
    }
  }

  Mutation mutation(String token) {
    return mutations.get(token);
  }

  Engine.Stats stats() {
    return engine.stats();
  }

  @Override
  public void close() {
    sql.close();
  }

  private final class Functions implements FunctionHost {
    @Override
    public void start(int run, String function, Doc args) {
      Map<String, Object> tree = new LinkedHashMap<>(PlainDatabase.map(TreeDoc.tree(args)));
      Attempt joined = caller == null ? null : caller.attempt;
      handlers.add(new Handler(World.this, run, function, tree, joined));
    }
  }

  private final class SimulatedSockets implements Sockets {
    @Override
    public void send(int socket, String frame) {
      sent.add(new Object[] {socket, frame});
    }

    @Override
    public void close(int socket, int code, String reason) {
      throw new Violation("The engine closed socket " + socket + ": " + reason);
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
      return connections.get(socket).attachment;
    }
  }

  private static final class Silence implements Log {
    @Override
    public void info(String message) {}

    @Override
    public void error(String message) {
      throw new Violation("The engine logged an error: " + message);
    }
  }

  /** Nothing in a run lives for thirty days, so that the alarm never falls due. */
  private static final class NoAlarm implements Alarm {
    @Override
    public void set(double atUnixMillis) {}

    @Override
    public void clear() {}
  }
}
