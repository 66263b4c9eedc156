package dev.zeroback.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Writes runs of the simulation to {@code target/recorded-runs.jsonl}, a seed a line: the compiled
 * engine has to go through them alike. {@code -Dsim.recorded=N} records other than 60 seeds, {@code
 * -Dsim.first=N} from another one on.
 */
class RecordedRunsTest {
  private static final int SEEDS = Integer.getInteger("sim.recorded", 60);
  private static final long FIRST = Long.getLong("sim.first", 1);

  @Test
  void everyRun_isRecorded() throws IOException {
    List<String> lines = new ArrayList<>();
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      RunRecording recording = new RunRecording();
      Simulation.Outcome outcome = Simulation.run(seed, recording);
      assertThat(outcome.error()).as("seed %d", seed).isNull();
      lines.add("{\"seed\":" + seed + ",\"calls\":" + recording.json() + "}");
    }
    String all = String.join("\n", lines);
    assertThat(all)
        .as("what a hostile world does")
        .contains("\"failsAt\"", "\"diesAt\"", "\"doomed\"", "\"beginGroup\"", "\"timer\"")
        .contains("\"onAlarm\"", "\"attachments\"", "\"callFrom\"", "\"threw\"");
    Files.writeString(Path.of("target/recorded-runs.jsonl"), all);
  }
}
