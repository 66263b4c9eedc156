package dev.zeroback.core.simulation;

import dev.zeroback.core.engine.Completion;
import dev.zeroback.core.engine.Engine;
import dev.zeroback.core.engine.Ports;
import dev.zeroback.core.engine.Program;
import dev.zeroback.core.engine.RunDatabase;
import dev.zeroback.core.engine.RunScheduler;
import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.FunctionHost;
import dev.zeroback.core.port.Log;
import dev.zeroback.core.port.SqlStorage;
import dev.zeroback.core.testkit.FakeAlarm;
import dev.zeroback.core.testkit.JdbcSqlStorage;
import dev.zeroback.core.testkit.JvmNatives;
import dev.zeroback.core.testkit.SeededEntropy;
import dev.zeroback.core.testkit.TreeDoc;
import dev.zeroback.core.testkit.TreeDocs;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

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
          + "'act':{'kind':'action','visibility':'public','args':{'ops':{'type':'any'},"
          + "'token':{'type':'optional','inner':{'type':'string'}}}}}";

  private final TreeDocs docs = new TreeDocs();
  private final JdbcSqlStorage sql = new JdbcSqlStorage(docs);
  private final SimulatedTime time = new SimulatedTime();
  private final FakeAlarm alarm = new FakeAlarm();
  private final SeededEntropy entropy;
  private final Scripts scripts;
  private final Program program;
  private final Trace trace = new Trace();
  private final Model model = new Model(sql);
  private final Wire wire = new Wire(docs, model, trace);

  private final List<Handler> handlers = new ArrayList<>();
  private final List<Runnable> later = new ArrayList<>();
  private final Set<String> failed = new HashSet<>();

  /** Timestamps that the engine has come to in the present event. */
  private final TreeSet<Double> reached = new TreeSet<>();

  private Handler caller;
  private Engine engine;
  private boolean dying;
  private boolean starting;
  private int statements;
  private int doomed;
  private int tickets;
  private long now;

  World(long seed, Scripts scripts) {
    this.entropy = new SeededEntropy(seed);
    this.scripts = scripts;
    this.program = new Program(parse(SCHEMA), parse(FUNCTIONS), docs.absent());
    sql.onCall(this::onStatement);
    start();
  }

  private Doc parse(String json) {
    return docs.parse(json.replace('\'', '"'));
  }

  private void onStatement() {
    if (starting) {
      return;
    }
    reached.add(engine.stats().ts());
    if (++statements == doomed) {
      trace("disk", "fails at statement " + doomed, null);
      throw new SqlStorage.SqlException(Failure.OF_THE_DISK);
    }
  }

  /** Makes the {@code nth} statement of this run fail, counting from 1 and none of a start. */
  void failAtStatement(int nth) {
    doomed = nth;
  }

  /** Statements run so far, but for those of a start. */
  int statements() {
    return statements;
  }

  private void start() {
    starting = true;
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
                alarm,
                wire,
                new Functions(),
                new Silence()),
            program);
    engine.start();
    starting = false;
    model.restarted(engine.stats().ts());
    for (Connection connection : connections().values()) {
      connection.restarted(engine.stats().ts());
    }
  }

  // --- what happened

  List<String> trace() {
    return trace.lines();
  }

  void trace(String who, Object what, Object outcome) {
    trace.add(who, what, outcome);
  }

  List<Handler> handlers() {
    return handlers;
  }

  Map<Integer, Connection> connections() {
    return wire.connections();
  }

  boolean isQuiet() {
    return handlers.isEmpty() && time.isIdle() && !alarmIsDue();
  }

  // --- events

  private void event(Runnable body) {
    now++;
    double before = engine.stats().ts();
    reached.clear();
    try {
      body.run();
    } finally {
      if (!dying) {
        count(before);
        deliver();
      }
    }
  }

  /** What no handler has committed: jobs that begin or end, or a number that the engine is told. */
  private void count(double before) {
    reached.add(engine.stats().ts());
    boolean followed = model.followJobs();
    for (double ts : reached.tailSet(before, false)) {
      if (!followed && !model.isCommit(ts)) {
        throw new Violation("A commit came from nowhere");
      }
      model.answers.countsOn(ts);
    }
  }

  Connection connect(SimulatedClient client) {
    Connection connection = wire.open(client);
    event(() -> engine.onOpen(connection.socket, TreeDoc.of(client.claims())));
    client.connected(connection);
    return connection;
  }

  /** The server notices that a socket is closed. */
  void close(Connection connection) {
    connections().remove(connection.socket);
    trace("server", "closes socket " + connection.socket, null);
    event(() -> engine.onClose(connection.socket));
    cut(connection);
  }

  void cut(Connection connection) {
    wire.cut(connection);
  }

  /** The next frame of a client arrives. */
  void arrive(Connection connection) {
    String frame = connection.toServer.removeFirst();
    trace(connection.told.owner(), "sends " + frame, null);
    Map<String, Object> message = wire.tree(frame);
    String id = (String) message.get("id");
    if (message.get("type").equals("query")) {
      List<Map<String, Object>> script =
          Scripts.of(PlainDatabase.map(message.get("args")).get("ops"));
      Told.Watched watched = connection.told.watch(id, script);
      watched.offered = (String) message.get("hash");
    } else if (message.get("type").equals("unsubscribe")) {
      connection.told.unwatch(id);
    } else if (message.get("type").equals("mutation")) {
      Mutation mutation =
          model.expect((String) PlainDatabase.map(message.get("args")).get("token"));
      mutation.isNumbered = message.containsKey("seq");
    }
    try {
      event(() -> engine.onMessage(connection.socket, frame));
    } catch (SqlStorage.SqlException injected) {
      close(connection);
    }
  }

  void reach(Connection connection) {
    wire.reach(connection);
  }

  /** A function is called by the operator. */
  void call(String function, Map<String, Object> args) {
    String token = (String) args.get("token");
    Mutation mutation = token == null ? null : model.expect(token);
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

  /** Lets time pass; a timer or the alarm that falls due is an event. */
  void pass(double millis) {
    if (alarmIsDue()) {
      ring();
      return;
    }
    Runnable task = time.next(Math.min(millis, Math.max(1, alarm.atMillis() - time.nowMillis())));
    if (task != null) {
      event(task);
    }
  }

  /** Lets time pass until the alarm goes off, or something else happens. */
  void passToAlarm() {
    pass(alarm.atMillis() - time.nowMillis());
  }

  boolean alarmIsDue() {
    return alarm.atMillis() <= time.nowMillis();
  }

  /** The alarm goes off; it does so again when the engine has failed over it. */
  void ring() {
    trace("alarm", "goes off", null);
    alarm.clear();
    try {
      event(engine::onAlarm);
    } catch (SqlStorage.SqlException injected) {
      alarm.set(time.nowMillis() + 2_000);
    }
  }

  double nowMillis() {
    return time.nowMillis();
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
   * The object leaves memory, which takes ten seconds; sockets stay open. Nothing may be under way
   * but what {@link #waitsForQueries} allows.
   */
  void sleep() {
    trace("object", "sleeps", null);
    time.next(10_000);
    start();
  }

  /** Whether queries alone are under way, for so long that no timer keeps the object awake. */
  boolean waitsForQueries() {
    return time.isIdle() && handlers.stream().allMatch(handler -> handler.function.equals("read"));
  }

  /** The process dies. */
  void die() {
    trace("object", "dies", null);
    time.next(1_000);
    later.clear();
    caller = null;
    wire.cutAll();
    start();
  }

  /** The process dies in the event that {@code step} makes, at its {@code nth} statement. */
  void dieDuring(Runnable step, int nth) {
    trace("object", "will die at call " + nth, null);
    sql.dieAtCall(nth);
    Map<Integer, Connection> before = new TreeMap<>(connections());
    double alarmAt = alarm.atMillis();
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
    connections().putAll(before);
    alarm.set(alarmAt);
    die();
  }

  // --- user functions

  Attempt newAttempt(String name) {
    Attempt attempt = new Attempt(name, now);
    attempt.examinedAt = engine == null ? 0 : engine.stats().ts();
    return attempt;
  }

  RunScheduler scheduler(int run) {
    return engine.scheduler(run);
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
    if (outcome instanceof String id && operation.get("op").equals("schedule")) {
      scripts.learnJob(id);
      model.scheduled((String) operation.get("token"), id);
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
      Violation mixed = model.examine(attempt, now);
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
      attempt.violation = model.examine(attempt, now);
      if (handler.token != null) {
        model.mutation(handler.token).last = attempt;
      }
    }
    trace(handler.describe(), "ends", outcome);
    now++;
    double before = engine.stats().ts();
    reached.clear();
    String end = tell(handler, outcome);
    if (handler.commits()) {
      model.mutation(handler.token).ran(end);
    }
    if (dying) {
      return;
    }
    reached.add(engine.stats().ts());
    Double ts = reached.higher(before);
    if (ts != null && handler.commits() && end.equals("ok")) {
      trace(handler.describe(), "is commit " + ts, null);
      model.committed(handler, ts, now);
      before = ts;
    } else if (ts != null && !model.isJob(handler.token)) {
      throw new Violation(handler.describe() + " cannot have committed");
    }
    model.followJobs();
    reached.tailSet(before, false).forEach(model.answers::countsOn);
    deliver();
  }

  /**
   * Tells the engine how a handler has ended.
   *
   * @return what the engine makes of it
   */
  private String tell(Handler handler, Object outcome) {
    try {
      return outcome instanceof Failure failure
          ? engine.failed(
              handler.run, new ZerobackException(codeOf(failure.code()), failure.message()))
          : engine.finished(handler.run, TreeDoc.of(outcome));
    } catch (SqlStorage.SqlException injected) {
      if (!model.isJob(handler.token)) {
        throw injected;
      }
      return "lost";
    }
  }

  private static ErrorCode codeOf(String text) {
    for (ErrorCode code : ErrorCode.values()) {
      if (code.code().equals(text)) {
        return code;
      }
    }
    throw new IllegalArgumentException("No error code " + text);
  }

  /** Whether a mutation that fails once has not failed yet. */
  boolean failsNow(String token) {
    return failed.add(token);
  }

  /** A number that no other call has. */
  int ticket() {
    return ++tickets;
  }

  /** The record of a mutation that is being asked for. */
  Mutation expect(String token) {
    return model.expect(token);
  }

  /** Somebody on the server side was answered; {@code mutation} is null for other functions. */
  void answered(Mutation mutation, Object outcome) {
    if (mutation != null) {
      later.add(() -> mutation.answered(outcome));
    }
  }

  /** Sends what the event has left to send, and checks it against the model. */
  private void deliver() {
    if (dying) {
      return;
    }
    List<Runnable> checks = List.copyOf(later);
    later.clear();
    checks.forEach(Runnable::run);
    wire.flush();
    wire.takeClosed().forEach(this::close);
  }

  /** What has to hold when nothing is under way. */
  void checkQuiet() {
    wire.checkQuiet();
    model.checkStored();
  }

  /** The tokens of the jobs that have not run. */
  List<String> pendingJobs() {
    return model.pendingJobs();
  }

  Mutation mutation(String token) {
    return model.mutation(token);
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
      if (caller == null && !dying && model.isJob((String) tree.get("token"))) {
        model.begins((String) tree.get("token"), function, time.nowMillis());
      }
      handlers.add(new Handler(World.this, run, function, tree, joined));
    }
  }

  private static final class Silence implements Log {
    @Override
    public void info(String message) {}

    @Override
    public void error(String message) {
      boolean ofAJob = message.startsWith("Job ") && message.contains(" failed: ");
      if (!ofAJob && !message.contains(Failure.OF_THE_DISK)) {
        throw new Violation("The engine logged an error: " + message);
      }
    }
  }
}
