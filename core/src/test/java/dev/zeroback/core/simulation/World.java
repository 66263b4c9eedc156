package dev.zeroback.core.simulation;

import dev.zeroback.core.engine.Completion;
import dev.zeroback.core.engine.Engine;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.SqlStorage;
import dev.zeroback.core.testkit.TreeDoc;
import java.util.List;
import java.util.Map;

/** The engine with everything around it; each step that it offers is one event or none. */
final class World implements AutoCloseable {
  private final DurableObject object;
  private final Handlers handlers;
  private boolean grouping;

  World(long seed, Scripts scripts, Recording recording) {
    this.object = new DurableObject(seed, recording);
    this.handlers = new Handlers(object, scripts);
    start();
  }

  private void start() {
    handlers.forget();
    grouping = false;
    object.boot(handlers);
  }

  // --- what happened

  List<String> trace() {
    return object.trace.lines();
  }

  private void trace(String who, Object what) {
    object.trace.add(who, what, null);
  }

  List<Handler> handlers() {
    return handlers.running();
  }

  Map<Integer, Connection> connections() {
    return object.wire.connections();
  }

  /** The tokens of the jobs that have not run. */
  List<String> pendingJobs() {
    return object.model.pendingJobs();
  }

  Mutation mutation(String token) {
    return object.model.mutation(token);
  }

  Engine.Stats stats() {
    return object.engine().stats();
  }

  boolean isQuiet() {
    return handlers().isEmpty() && object.machine.isTimeIdle() && !alarmIsDue();
  }

  /** What has to hold when nothing is under way. */
  void checkQuiet() {
    object.wire.checkQuiet();
    object.model.checkStored();
  }

  // --- sockets

  Connection connect(SimulatedClient client) {
    Connection connection = object.wire.open(client);
    object.event(() -> object.engine().onOpen(connection.socket, TreeDoc.of(client.claims())));
    client.connected(connection);
    return connection;
  }

  /** The server notices that a socket is closed. */
  void close(Connection connection) {
    object.close(connection);
  }

  /** The server notices that a socket is closed, and tells the engine later. */
  void forget(Connection connection) {
    trace("server", "tells of socket " + connection.socket + " later");
    object.forget(connection);
  }

  /** The sockets of whose closing the engine is still to hear. */
  List<Connection> leaving() {
    return object.wire.leaving();
  }

  /** The engine hears that a socket is closed. */
  void hear(Connection connection) {
    trace("server", "tells of socket " + connection.socket);
    object.hear(connection);
  }

  void cut(Connection connection) {
    object.wire.cut(connection);
  }

  /** The next frame of the server arrives at the client. */
  void reach(Connection connection) {
    object.wire.reach(connection);
  }

  /** The next frame of a client arrives. */
  void arrive(Connection connection) {
    String frame = connection.toServer.removeFirst();
    trace(connection.told.owner(), "sends " + frame);
    expectAnswer(connection, object.wire.frames(frame).get(0));
    try {
      object.event(() -> object.engine().onMessage(connection.socket, frame));
    } catch (SqlStorage.SqlException injected) {
      close(connection);
    }
  }

  private void expectAnswer(Connection connection, Map<String, Object> message) {
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
          object.model.expect((String) PlainDatabase.map(message.get("args")).get("token"));
      mutation.isNumbered = message.containsKey("seq");
    }
  }

  /** Begins a group of messages, or ends the one that has begun. */
  void turnGroup() {
    grouping = !grouping;
    trace("group", grouping ? "begins" : "ends");
    EngineCalls engine = object.engine();
    object.event(grouping ? engine::beginGroup : engine::endGroup);
  }

  boolean isGrouping() {
    return grouping;
  }

  /** A function is called by the operator. */
  void call(String function, Map<String, Object> args) {
    String token = (String) args.get("token");
    Mutation mutation = token == null ? null : object.model.expect(token);
    trace("operator", function + " " + SerialReplay.text(args));
    object.event(
        () ->
            object
                .engine()
                .call(
                    function,
                    TreeDoc.of(args),
                    new Completion() {
                      @Override
                      public void succeeded(Doc result) {
                        object.answered(mutation, SerialReplay.text(TreeDoc.tree(result)));
                      }

                      @Override
                      public void failed(ZerobackException error) {
                        object.answered(
                            mutation, new Failure(error.code().code(), error.getMessage()));
                      }
                    }));
  }

  // --- time

  /** Lets time pass; a timer or the alarm that falls due is an event. */
  void pass(double millis) {
    if (alarmIsDue()) {
      ring();
      return;
    }
    Runnable task = object.machine.pass(millis);
    if (task != null) {
      object.event(task);
    }
  }

  /** Lets time pass until the alarm goes off, or something else happens. */
  void passToAlarm() {
    pass(object.machine.millisToAlarm());
  }

  boolean alarmIsDue() {
    return object.machine.millisToAlarm() <= 0;
  }

  /** The alarm goes off; it does so again when the engine has failed over it. */
  void ring() {
    trace("alarm", "goes off");
    object.machine.ring(() -> object.event(object.engine()::onAlarm));
  }

  void jump(double millis) {
    object.machine.jump(millis);
  }

  // --- the disk and the process

  /** Makes the {@code nth} statement of this run fail, counting from 1 and none of a start. */
  void failAtStatement(int nth) {
    object.machine.failAtStatement(nth);
  }

  /** Statements run so far, but for those of a start. */
  int statements() {
    return object.machine.statements();
  }

  void failAtCall(int nth) {
    object.machine.failAtCall(nth);
  }

  /**
   * The object leaves memory, which takes ten seconds; sockets stay open. Nothing may be under way
   * but what {@link #waitsForQueries} allows.
   */
  void sleep() {
    trace("object", "sleeps");
    object.machine.rest(10_000);
    start();
  }

  /** Whether queries alone are under way, for so long that no timer keeps the object awake. */
  boolean waitsForQueries() {
    return object.machine.isTimeIdle()
        && handlers().stream().allMatch(handler -> handler.function.equals("read"));
  }

  /** The process dies. */
  void die() {
    trace("object", "dies");
    handlers.die();
    object.die();
    start();
  }

  /** The process dies in the event that {@code step} makes, at its {@code nth} statement. */
  void dieDuring(Runnable step, int nth) {
    trace("object", "will die at call " + nth);
    object.dieDuring(step, nth);
    die();
  }

  @Override
  public void close() {
    object.close();
  }
}
