package dev.zeroback.core.simulation;

import dev.zeroback.core.engine.Completion;
import dev.zeroback.core.engine.Engine;
import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.FunctionHost;
import dev.zeroback.core.port.SqlStorage;
import dev.zeroback.core.testkit.TreeDoc;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The engine with everything around it, and the model that it is compared with. Each public step is
 * one event of the Durable Object: its frames leave when it has ended, and none does when the
 * process dies in it.
 */
final class World implements AutoCloseable {
  private final Scripts scripts;
  private final Trace trace = new Trace();
  private final Machine machine;
  private final Model model;
  private final Wire wire;

  private final List<Handler> handlers = new ArrayList<>();
  private final List<Runnable> later = new ArrayList<>();
  private final Set<String> failed = new HashSet<>();

  private Handler caller;
  private EngineCalls engine;
  private boolean dying;
  private boolean grouping;
  private int tickets;
  private long now;

  World(long seed, Scripts scripts, Recording recording) {
    this.scripts = scripts;
    this.machine = new Machine(seed, trace, recording);
    this.model = new Model(machine.sql());
    this.wire = new Wire(machine.docs(), model, trace);
    start();
  }

  /** Makes the {@code nth} statement of this run fail, counting from 1 and none of a start. */
  void failAtStatement(int nth) {
    machine.failAtStatement(nth);
  }

  /** Statements run so far, but for those of a start. */
  int statements() {
    return machine.statements();
  }

  private void start() {
    handlers.clear();
    grouping = false;
    engine = machine.boot(wire, new Functions());
    machine.start();
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
    return handlers.isEmpty() && machine.isTimeIdle() && !alarmIsDue();
  }

  // --- events

  private void event(Runnable body) {
    now++;
    double before = engine.stats().ts();
    machine.forgetReached();
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
    boolean followed = model.followJobs();
    for (double ts : machine.reachedAfter(before)) {
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

  /** Begins a group of messages, or ends the one that has begun. */
  void turnGroup() {
    grouping = !grouping;
    trace("group", grouping ? "begins" : "ends", null);
    event(grouping ? engine::beginGroup : engine::endGroup);
  }

  boolean isGrouping() {
    return grouping;
  }

  /** The next frame of a client arrives. */
  void arrive(Connection connection) {
    String frame = connection.toServer.removeFirst();
    trace(connection.told.owner(), "sends " + frame, null);
    Map<String, Object> message = wire.frames(frame).get(0);
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
                function,
                TreeDoc.of(args),
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
    Runnable task = machine.pass(millis);
    if (task != null) {
      event(task);
    }
  }

  /** Lets time pass until the alarm goes off, or something else happens. */
  void passToAlarm() {
    pass(machine.millisToAlarm());
  }

  boolean alarmIsDue() {
    return machine.millisToAlarm() <= 0;
  }

  /** The alarm goes off; it does so again when the engine has failed over it. */
  void ring() {
    trace("alarm", "goes off", null);
    machine.ring(() -> event(engine::onAlarm));
  }

  double nowMillis() {
    return machine.nowMillis();
  }

  void jump(double millis) {
    machine.jump(millis);
  }

  void failAtCall(int nth) {
    machine.failAtCall(nth);
  }

  /**
   * The object leaves memory, which takes ten seconds; sockets stay open. Nothing may be under way
   * but what {@link #waitsForQueries} allows.
   */
  void sleep() {
    trace("object", "sleeps", null);
    machine.rest(10_000);
    start();
  }

  /** Whether queries alone are under way, for so long that no timer keeps the object awake. */
  boolean waitsForQueries() {
    return machine.isTimeIdle()
        && handlers.stream().allMatch(handler -> handler.function.equals("read"));
  }

  /** The process dies. */
  void die() {
    trace("object", "dies", null);
    machine.rest(1_000);
    later.clear();
    caller = null;
    wire.cutAll();
    start();
  }

  /** The process dies in the event that {@code step} makes, at its {@code nth} statement. */
  void dieDuring(Runnable step, int nth) {
    trace("object", "will die at call " + nth, null);
    Map<Integer, Connection> before = new TreeMap<>(connections());
    dying = true;
    try {
      machine.dieDuring(step, nth);
    } finally {
      dying = false;
    }
    connections().putAll(before);
    die();
  }

  // --- user functions

  Attempt newAttempt(String name) {
    Attempt attempt = new Attempt(name, now);
    attempt.examinedAt = engine == null ? 0 : engine.stats().ts();
    return attempt;
  }

  EngineCalls engine() {
    return engine;
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
    machine.forgetReached();
    String end = tell(handler, outcome);
    if (handler.commits()) {
      model.mutation(handler.token).ran(end);
    }
    if (dying) {
      return;
    }
    Double ts = machine.reachedAfter(before).stream().findFirst().orElse(null);
    if (ts != null && handler.commits() && end.equals("ok")) {
      trace(handler.describe(), "is commit " + ts, null);
      model.committed(handler, ts, now);
      before = ts;
    } else if (ts != null && !model.isJob(handler.token)) {
      throw new Violation(handler.describe() + " cannot have committed");
    }
    model.followJobs();
    machine.reachedAfter(before).forEach(model.answers::countsOn);
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
    machine.close();
  }

  private final class Functions implements FunctionHost {
    @Override
    public void start(int run, String function, Doc args) {
      Map<String, Object> tree = new LinkedHashMap<>(PlainDatabase.map(TreeDoc.tree(args)));
      Attempt joined = caller == null ? null : caller.attempt;
      if (caller == null && !dying && model.isJob((String) tree.get("token"))) {
        model.begins((String) tree.get("token"), function, nowMillis());
      }
      handlers.add(new Handler(World.this, run, function, tree, joined));
    }
  }
}
