package dev.zeroback.core.simulation;

import dev.zeroback.core.port.FunctionHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The engine as the events of its Durable Object go: the frames of an event leave when it has
 * ended, and none does when the process dies in it. What left is compared with the model.
 */
final class DurableObject implements AutoCloseable {
  final Trace trace = new Trace();
  final Machine machine;
  final Model model;
  final Wire wire;

  /** What to check when the event has ended. */
  private final List<Runnable> later = new ArrayList<>();

  private EngineCalls engine;
  private boolean dying;
  private long now;

  DurableObject(long seed, Recording recording) {
    this.machine = new Machine(seed, trace, recording);
    this.model = new Model(machine.sql());
    this.wire = new Wire(machine.docs(), model, trace);
  }

  /** Brings an engine into memory, in the place of the one before. */
  void boot(FunctionHost functions) {
    engine = machine.boot(wire, functions);
    machine.start();
    model.restarted(engine.stats().ts());
    for (Connection connection : wire.connections().values()) {
      connection.restarted(engine.stats().ts());
    }
  }

  EngineCalls engine() {
    return engine;
  }

  boolean isDying() {
    return dying;
  }

  /** The number of the present event. */
  long now() {
    return now;
  }

  /** Newest commit that the engine knows of; 0 before the first start. */
  double ts() {
    return engine == null ? 0 : engine.stats().ts();
  }

  void event(Runnable body) {
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

  /**
   * A handler ends, which may commit its transaction.
   *
   * @param tell tells the engine so, and returns what the engine makes of it
   */
  void end(Handler handler, Supplier<String> tell) {
    now++;
    double before = engine.stats().ts();
    machine.forgetReached();
    String end = tell.get();
    if (handler.commits()) {
      model.mutation(handler.token).ran(end);
    }
    if (dying) {
      return;
    }
    Double ts = machine.reachedAfter(before).stream().findFirst().orElse(null);
    if (ts != null && handler.commits() && end.equals("ok")) {
      trace.add(handler.describe(), "is commit " + ts, null);
      model.committed(handler, ts, now);
      before = ts;
    } else if (ts != null && !model.isJob(handler.token)) {
      throw new Violation(handler.describe() + " cannot have committed");
    }
    model.followJobs();
    machine.reachedAfter(before).forEach(model.answers::countsOn);
    deliver();
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

  /** The server notices that a socket is closed. */
  void close(Connection connection) {
    forget(connection);
    hear(connection);
  }

  /**
   * The server notices that a socket is closed, and has messages of others for the engine before it
   * can say so.
   */
  void forget(Connection connection) {
    wire.connections().remove(connection.socket);
    wire.leaving().add(connection);
    trace.add("server", "closes socket " + connection.socket, null);
  }

  /** The engine hears that a socket is closed. */
  void hear(Connection connection) {
    wire.leaving().remove(connection);
    event(() -> engine.onClose(connection.socket));
    wire.cut(connection);
  }

  /** The process is dead: nobody learns of what the event before has left to say. */
  void die() {
    machine.rest(1_000);
    later.clear();
    wire.cutAll();
  }

  /** Makes the event of {@code step} up to its {@code nth} statement; all sockets stay known. */
  void dieDuring(Runnable step, int nth) {
    Map<Integer, Connection> before = new TreeMap<>(wire.connections());
    dying = true;
    try {
      machine.dieDuring(step, nth);
    } finally {
      dying = false;
    }
    wire.connections().putAll(before);
  }

  @Override
  public void close() {
    machine.close();
  }
}
