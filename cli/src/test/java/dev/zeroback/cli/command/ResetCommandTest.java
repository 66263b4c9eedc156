package dev.zeroback.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.cli.platform.FakeHost;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResetCommandTest {
  private static final String DATA = "/app/.wrangler/state/data";

  private final FakeHost host = new FakeHost();

  @Test
  void theDatabaseOfARunningDev_stays() {
    host.texts.put(DATA, "");
    host.texts.put("/app/.zeroback/dev.json", "{ \"url\": \"http://localhost:9000\" }");
    host.claims.put("/app/.zeroback/dev.lock", "12");
    new Cli(host).run(List.of("reset"));
    assertThat(host.exitCode).hasValue(1);
    assertThat(host.lines)
        .containsExactly(
            "\"zeroback dev\" runs in this folder (process 12, http://localhost:9000) on the"
                + " database that would be deleted. Stop it first, then run \"zeroback reset\""
                + " again.");
    assertThat(host.texts).containsKey(DATA);
  }

  @Test
  void theDatabase_isDeleted_whereNoDevRuns() {
    host.texts.put(DATA, "");
    host.texts.put("/app/.zeroback/entry.ts", "");
    new Cli(host).run(List.of("reset"));
    assertThat(host.exitCode).hasValue(0);
    assertThat(host.texts).doesNotContainKey(DATA);
  }
}
