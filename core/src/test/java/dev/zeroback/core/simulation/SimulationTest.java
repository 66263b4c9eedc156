package dev.zeroback.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Runs the world for many seeds, on all cores. {@code -Dsim.seeds=200000} runs more of them, {@code
 * -Dsim.seed=N} one.
 */
class SimulationTest {
  private static final int SEEDS = Integer.getInteger("sim.seeds", 1_200);
  private static final int FAILING_SEEDS = Integer.getInteger("sim.failingSeeds", 3);
  private static final long FIRST = Long.getLong("sim.first", 1);

  @Test
  void everySeed_keepsTheRules() {
    Long only = Long.getLong("sim.seed");
    long first = only == null ? FIRST : only;
    long count = only == null ? SEEDS : 1;
    LongStream.range(first, first + count)
        .parallel()
        .mapToObj(Simulation::run)
        .filter(outcome -> outcome.error() != null)
        .findFirst()
        .ifPresent(
            failed -> {
              throw new AssertionError(report(failed), failed.error());
            });
    System.out.println("SimulationTest: " + count + " seeds from " + first);
  }

  /** As many runs as the seed has statements, each with another one that fails. */
  @Test
  void everyStatementThatFails_leavesEveryRuleKept() {
    int runs = 0;
    for (long seed = 1; seed <= FAILING_SEEDS; seed++) {
      int statements = Simulation.runFailing(seed, 0).statements();
      for (int nth = 1; nth <= statements; nth++) {
        Simulation.Outcome outcome = Simulation.runFailing(seed, nth);
        assertThat(outcome.error())
            .as("seed %d, statement %d:%n%s", seed, nth, String.join("\n", outcome.trace()))
            .isNull();
        runs++;
      }
    }
    System.out.println("SimulationTest: " + runs + " runs with a statement that fails");
    assertThat(runs).isGreaterThan(100);
  }

  @Test
  void sameSeed_givesTheSameTrace() {
    for (long seed = 1; seed <= 20; seed++) {
      assertThat(Simulation.run(seed).trace()).isEqualTo(Simulation.run(seed).trace());
    }
  }

  /** The failing seed with as few disturbances as it needs. */
  private static String report(Simulation.Outcome failed) {
    Set<Disturbance> needed = EnumSet.allOf(Disturbance.class);
    Simulation.Outcome smallest = failed;
    for (Disturbance disturbance : Disturbance.values()) {
      Set<Disturbance> fewer = EnumSet.copyOf(needed);
      fewer.remove(disturbance);
      Simulation.Outcome outcome = Simulation.run(failed.seed(), fewer);
      if (outcome.error() != null) {
        needed = fewer;
        smallest = outcome;
      }
    }
    List<String> trace = smallest.trace();
    return "Seed "
        + failed.seed()
        + " fails: -Dsim.seed="
        + failed.seed()
        + "\n"
        + failed.error()
        + "\nWith no more than "
        + needed
        + " it fails after "
        + trace.size()
        + " events:\n"
        + String.join("\n", trace.subList(Math.max(0, trace.size() - 60), trace.size()))
        + "\n"
        + smallest.error();
  }
}
