package dev.zeroback.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.cli.platform.FakeHost;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where and when dev starts. */
class DevCommandTest {
  private static final String KEY_FILE = "/app/" + AdminKey.FILE;

  private final FakeHost host = new FakeHost();

  @BeforeEach
  void makeProject() {
    host.texts.put("/app/zeroback/schema.ts", "");
    host.texts.put("/app/wrangler.toml", "[durable_objects]");
    host.texts.put("/app/.zeroback/entry.ts", "");
    host.texts.put("/app/node_modules/wrangler/bin/wrangler.js", "");
    host.texts.put(KEY_FILE, "{ \"url\": \"http://localhost:9000\", \"adminKey\": \"k\" }");
  }

  @Test
  void aSecondDevInTheSameFolder_isRefused_withTheProcessAndTheAddressOfTheFirst() {
    host.claims.put("/app/.zeroback/dev.lock", "12");
    dev();
    assertThat(host.exitCode).hasValue(1);
    assertThat(host.lines)
        .containsExactly(
            "\"zeroback dev\" already runs in this folder (process 12, http://localhost:9000)."
                + " Two would share one worker and one database: use the one that runs, or stop it"
                + " first.");
    assertThat(host.texts).containsKey(KEY_FILE);
  }

  @Test
  void aSecondDev_isRefused_whenTheFirstHasStoppedBeforeItServed() {
    host.texts.remove(KEY_FILE);
    host.claims.put("/app/.zeroback/dev.lock", "");
    dev();
    assertThat(host.lines)
        .last()
        .asString()
        .startsWith("\"zeroback dev\" already runs in this folder. Two");
  }

  @Test
  void theFileOfADevThatWasKilled_doesNotKeepAnotherFromStarting() {
    dev();
    assertThat(host.exitCode).isEmpty();
    assertThat(host.texts).doesNotContainKey(KEY_FILE);
    assertThat(host.claims).containsKey("/app/.zeroback/dev.lock");
  }

  @Test
  void aTakenPort_isToldWithAnother() {
    host.takenPorts.add(8788);
    dev();
    assertThat(host.exitCode).hasValue(1);
    assertThat(host.lines)
        .containsExactly(
            "Port 8788 is already in use. Stop the program that listens on it, or choose another"
                + " port: zeroback dev --port 8789");
  }

  private void dev() {
    DevCommand command = new DevCommand();
    try {
      command.run(CommandLine.parse(command.spec(), List.of()), new Session(host));
    } catch (UsageException e) {
      throw new AssertionError(e);
    }
  }
}
