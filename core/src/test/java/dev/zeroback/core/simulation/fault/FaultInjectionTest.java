package dev.zeroback.core.simulation.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/** The simulation notices each fault of {@link Faults}; prints by which seed. */
class FaultInjectionTest {
  private static final long MOST_SEEDS = Long.getLong("sim.faultSeeds", 2_000);
  private static final long HARMLESS_SEEDS = Long.getLong("sim.harmlessSeeds", 100);

  @Test
  void everyFault_isNoticed() {
    List<String> unnoticed = new ArrayList<>();
    for (Fault fault : Faults.all()) {
      LongFunction<String> simulation = new FaultyEngine(fault).simulation();
      long seed = 1;
      String complaint = simulation.apply(seed);
      while (complaint == null && seed < MOST_SEEDS) {
        complaint = simulation.apply(++seed);
      }
      if (complaint == null) {
        unnoticed.add(fault.name);
      } else {
        System.out.println(
            "Fault injection: " + fault + ": seed " + seed + ": " + brief(complaint));
      }
    }
    assertThat(unnoticed).isEmpty();
  }

  @Test
  void harmlessChanges_areNotComplainedAbout() {
    for (Fault harmless : Faults.harmless()) {
      LongFunction<String> simulation = new FaultyEngine(harmless).simulation();
      for (long seed = 1; seed <= HARMLESS_SEEDS; seed++) {
        assertThat(simulation.apply(seed)).as("%s, seed %s", harmless, seed).isNull();
      }
    }
  }

  private static String brief(String complaint) {
    String line = complaint.lines().findFirst().orElse("");
    line = line.substring(line.indexOf(' ') + 1);
    return line.length() > 120 ? line.substring(0, 120) + "..." : line;
  }
}
