package dev.zeroback.core.simulation.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The simulation notices each fault of {@link Faults}; prints by which seed. */
class FaultInjectionTest {
  private static final long MOST_SEEDS = Long.getLong("sim.faultSeeds", 2_000);
  private static final long HARMLESS_SEEDS = Long.getLong("sim.harmlessSeeds", 100);

  @Test
  void everyFault_isNoticed() {
    assertThat(Faults.all().parallelStream().filter(fault -> !isNoticed(fault)).toList()).isEmpty();
  }

  private static boolean isNoticed(Fault fault) {
    LongFunction<String> simulation = new FaultyEngine(fault).simulation();
    long seed = fault.likelySeed();
    String complaint = simulation.apply(seed);
    for (long next = 1; complaint == null && next <= MOST_SEEDS; next++) {
      seed = next;
      complaint = simulation.apply(seed);
    }
    if (complaint != null) {
      System.out.println("Fault injection: " + fault + ": seed " + seed + ": " + brief(complaint));
    }
    return complaint != null;
  }

  @Test
  void harmlessChanges_areNotComplainedAbout() {
    for (Fault harmless : Faults.harmless()) {
      LongFunction<String> simulation = new FaultyEngine(harmless).simulation();
      LongStream.rangeClosed(1, HARMLESS_SEEDS)
          .parallel()
          .forEach(
              seed ->
                  assertThat(simulation.apply(seed)).as("%s, seed %s", harmless, seed).isNull());
    }
  }

  private static String brief(String complaint) {
    String line = complaint.lines().findFirst().orElse("");
    line = line.substring(line.indexOf(' ') + 1);
    return line.length() > 120 ? line.substring(0, 120) + "..." : line;
  }
}
