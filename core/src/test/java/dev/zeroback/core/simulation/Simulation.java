package dev.zeroback.core.simulation;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** One run of the world, decided by its seed and by what may disturb it. */
final class Simulation {
  private static final int STEPS = 140;
  private static final int MOST_ROUNDS_TO_QUIET = 400;

  private final long seed;
  private final Set<Disturbance> disturbances;
  private final int failingStatement;
  private final Recording recording;
  private final Random random;
  private final Scripts scripts;
  private final List<List<Map<String, Object>>> queries = new ArrayList<>();
  private final List<SimulatedClient> clients = new ArrayList<>();
  private int tokens;
  private boolean ending;

  private Simulation(
      long seed, Set<Disturbance> disturbances, int failingStatement, Recording recording) {
    this.seed = seed;
    this.disturbances = disturbances;
    this.failingStatement = failingStatement;
    this.recording = recording;
    this.random = new Random(seed * 0x9E3779B97F4A7C15L);
    this.scripts = new Scripts(random);
  }

  /**
   * How a run ended.
   *
   * @param error {@code null} when nothing was wrong
   * @param trace what happened, an event a line
   * @param statements how many were run
   */
  record Outcome(long seed, Throwable error, List<String> trace, int statements) {
    /** Equal for equal runs. */
    int hash() {
      return trace.hashCode();
    }
  }

  static Outcome run(long seed) {
    return run(seed, EnumSet.allOf(Disturbance.class));
  }

  static Outcome run(long seed, Set<Disturbance> disturbances) {
    return new Simulation(seed, disturbances, 0, new Recording()).run();
  }

  /** A run with everything that may disturb it, written down. */
  static Outcome run(long seed, RunRecording recording) {
    return new Simulation(seed, EnumSet.allOf(Disturbance.class), 0, recording).run();
  }

  /** A run in which the {@code nth} statement fails, and nothing else is hostile; from 1. */
  static Outcome runFailing(long seed, int nth) {
    return new Simulation(seed, EnumSet.of(Disturbance.ACTIONS), nth, new Recording()).run();
  }

  private Outcome run() {
    try (World world = new World(seed, scripts, recording)) {
      world.failAtStatement(failingStatement);
      try {
        populate();
        for (int step = 0; step < STEPS; step++) {
          act(world);
        }
        comeToRest(world);
        return new Outcome(seed, null, world.trace(), world.statements());
      } catch (RuntimeException | AssertionError wrong) {
        return new Outcome(seed, wrong, world.trace(), world.statements());
      }
    }
  }

  private void populate() {
    for (int i = 0; i < 5; i++) {
      queries.add(scripts.query());
    }
    int count = 2 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      Map<String, ?> claims = random.nextInt(3) == 0 ? null : Map.of("sub", "user" + i % 2);
      clients.add(
          new SimulatedClient("client" + i, random.nextInt(3) != 0, random.nextBoolean(), claims));
    }
  }

  private boolean may(Disturbance disturbance) {
    return disturbances.contains(disturbance);
  }

  private void act(World world) {
    switch (random.nextInt(40)) {
      case 0, 1, 2, 3, 4 -> use(world, one(clients));
      case 5, 6 -> operate(world);
      case 7 -> disturb(world);
      case 8 -> rest(world);
      case 9, 10 -> world.pass(random.nextInt(30));
      case 11 -> {
        if (world.isGrouping() || may(Disturbance.GROUPS) && random.nextInt(3) == 0) {
          world.turnGroup();
        }
      }
      default -> proceed(world);
    }
  }

  private void endGroup(World world) {
    if (world.isGrouping()) {
      world.turnGroup();
    }
  }

  /** Something that is under way goes on. */
  private void proceed(World world) {
    List<Runnable> next = new ArrayList<>();
    for (Handler handler : world.handlers()) {
      if (handler.canStep()) {
        next.add(handler::step);
      }
    }
    for (Connection connection : world.connections().values()) {
      if (!connection.toServer.isEmpty()) {
        next.add(() -> world.arrive(connection));
      }
      if (!connection.cut && !connection.toClient.isEmpty()) {
        next.add(() -> world.reach(connection));
      }
    }
    for (Connection connection : world.leaving()) {
      next.add(() -> world.hear(connection));
    }
    if (world.alarmIsDue()) {
      next.add(world::ring);
    }
    if (next.isEmpty()) {
      world.pass(random.nextInt(50));
      return;
    }
    Runnable chosen = random.nextInt(3) == 0 ? next.get(0) : one(next);
    if (may(Disturbance.DEATH) && !ending && random.nextInt(400) == 0) {
      world.dieDuring(chosen, 1 + random.nextInt(6));
      return;
    }
    chosen.run();
  }

  private void use(World world, SimulatedClient client) {
    if (client.connection() == null) {
      world.connect(client);
      return;
    }
    switch (random.nextInt(9)) {
      case 0, 1, 2 -> client.subscribe(random.nextInt(4) == 0 ? scripts.query() : one(queries));
      case 3 -> {
        List<String> ids = client.queryIds();
        if (!ids.isEmpty()) {
          client.unsubscribe(one(ids));
        }
      }
      case 4 -> {
        if (may(Disturbance.ACTIONS)) {
          client.act(scripts.action());
        }
      }
      case 5 -> client.acknowledge();
      default -> {
        for (int count = random.nextInt(4) == 0 ? 3 : 1; count > 0; count--) {
          client.mutate(client.name() + "." + ++tokens, mutation());
        }
      }
    }
  }

  private List<Map<String, Object>> mutation() {
    boolean hostile = random.nextInt(4) == 0;
    return scripts.mutation(hostile && may(Disturbance.HOSTILE));
  }

  private void operate(World world) {
    if (random.nextInt(5) == 0) {
      world.call("read", Map.of("ops", one(queries)));
    } else {
      world.call("write", Map.of("token", "operator." + ++tokens, "ops", mutation()));
    }
  }

  private void disturb(World world) {
    Disturbance disturbance = one(List.of(Disturbance.values()));
    if (!may(disturbance)) {
      return;
    }
    switch (disturbance) {
      case DROPS -> drop(world);
      case SLEEP -> sleep(world);
      case DEATH -> {
        if (random.nextInt(3) == 0) {
          world.die();
        }
      }
      case DISK -> world.failAtCall(1 + random.nextInt(10));
      case CLOCK -> world.jump(random.nextInt(3) == 0 ? -3_600_000 : random.nextInt(5_000) - 2_500);
      default -> {}
    }
  }

  private void sleep(World world) {
    if (random.nextInt(3) > 0) {
      rest(world);
      world.sleep();
      if (may(Disturbance.DROPS) && random.nextInt(3) == 0) {
        // One that closes before the first commit has still its part of what was stored.
        drop(world);
        touch(world);
      }
      return;
    }
    endGroup(world);
    List.copyOf(world.leaving()).forEach(world::hear);
    for (int round = 0; round < 20 && !world.waitsForQueries(); round++) {
      world.pass(1_000);
    }
    if (world.waitsForQueries()) {
      world.sleep();
      // What was under way follows with the next commit.
      touch(world);
      rest(world);
    }
  }

  /** A commit of the operator's. */
  private void touch(World world) {
    world.call("write", Map.of("token", "operator." + ++tokens, "ops", scripts.touch()));
  }

  private void drop(World world) {
    List<Connection> open = List.copyOf(world.connections().values());
    if (open.isEmpty()) {
      return;
    }
    Connection dropped = one(open);
    world.cut(dropped);
    if (random.nextBoolean()) {
      dropped.toServer.clear();
      if (random.nextBoolean()) {
        world.close(dropped);
      } else {
        world.forget(dropped);
      }
    }
  }

  /**
   * Lets everything under way come to its end, and looks at it. What a lost socket still holds may
   * arrive later than that.
   */
  private void rest(World world) {
    world.failAtCall(0);
    endGroup(world);
    for (int round = 0; !isAtRest(world); round++) {
      if (round > MOST_ROUNDS_TO_QUIET * 10) {
        throw new Violation("It does not come to rest");
      }
      if (!world.leaving().isEmpty()
          || world.handlers().stream().anyMatch(Handler::canStep)
          || world.connections().values().stream().anyMatch(this::hasFrames)) {
        proceed(world);
      } else {
        world.pass(1_000);
      }
    }
    world.checkQuiet();
  }

  private boolean hasFrames(Connection connection) {
    return !connection.cut && !(connection.toServer.isEmpty() && connection.toClient.isEmpty());
  }

  private boolean isAtRest(World world) {
    return world.isQuiet()
        && world.leaving().isEmpty()
        && world.connections().values().stream().noneMatch(this::hasFrames);
  }

  /** Everybody is connected and everything asked for is answered. */
  private void comeToRest(World world) {
    ending = true;
    for (Connection connection : List.copyOf(world.connections().values())) {
      if (connection.cut) {
        world.close(connection);
      }
    }
    for (int round = 0; round < 3; round++) {
      for (SimulatedClient client : clients) {
        if (client.connection() == null) {
          world.connect(client);
        }
      }
      rest(world);
    }
    runJobs(world);
    for (SimulatedClient client : clients) {
      checkAnswered(world, client);
    }
    if (world.stats().sockets() != clients.size()) {
      throw new Violation("Sockets are left open: " + world.stats());
    }
  }

  /** Waits for the last job. */
  private void runJobs(World world) {
    for (int round = 0; !world.pendingJobs().isEmpty(); round++) {
      if (round > MOST_ROUNDS_TO_QUIET) {
        throw new Violation("Never run: " + world.pendingJobs());
      }
      world.passToAlarm();
      rest(world);
    }
  }

  private void checkAnswered(World world, SimulatedClient client) {
    if (!client.unanswered().isEmpty()) {
      throw new Violation(client.name() + " waits for " + client.unanswered());
    }
    for (String token : client.refused()) {
      Mutation mutation = world.mutation(token);
      if (mutation != null && mutation.commits > 0) {
        throw new Violation(token + " was refused, and applied none the less");
      }
    }
  }

  private <T> T one(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
