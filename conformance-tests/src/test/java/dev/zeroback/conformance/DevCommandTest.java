package dev.zeroback.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.conformance.harness.ClientSocket;
import dev.zeroback.conformance.harness.DevServer;
import dev.zeroback.conformance.harness.Endpoint;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A scaffolded project under {@code zeroback dev}, with the Wrangler that developers get. */
class DevCommandTest {
  private static final Duration RELOAD = Duration.ofSeconds(20);

  private static Path project;
  private static DevServer server;

  @BeforeAll
  static void start() {
    project = DevServer.scaffold("dev");
    server = DevServer.start(project);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void scaffoldedProject_servesLiveQueries() {
    Endpoint app = server.awaitReady();
    try (ClientSocket reader = app.connect();
        ClientSocket writer = app.connect()) {
      assertThat(reader.subscribe("q", "tasks:list", Map.of())).isEqualTo(List.of());
      writer.mutate("tasks:create", Map.of("text", "milk"));
      assertThat(Basics.field(reader.expect("update", "q").result(), "text"))
          .containsExactly("milk");
    }
  }

  @Test
  void newFunction_isServedWithoutARestart() throws Exception {
    Endpoint app = server.awaitReady();
    Files.writeString(
        project.resolve("zeroback/greetings.ts"),
        """
        import { query } from "./_generated/server"
        export const hello = query({ args: {}, handler: () => "hello" })
        """);
    Instant deadline = Instant.now().plus(RELOAD);
    Map<String, String> call = Map.of("fn", "greetings:hello");
    while (app.post("/query", call).status() != 200 && Instant.now().isBefore(deadline)) {
      Thread.sleep(100);
    }
    assertThat(app.post("/query", call).result()).isEqualTo("hello");
  }

  @Test
  void interrupt_endsEveryProcess() {
    DevServer own = DevServer.start(DevServer.scaffold("interrupted"));
    own.awaitReady();
    List<ProcessHandle> processes = own.processes();
    assertThat(processes).hasSizeGreaterThan(1);
    own.interrupt();
    own.awaitExit();
    processes.forEach(process -> process.onExit().orTimeout(5, TimeUnit.SECONDS).join());
  }

  @Test
  void takenPort_isOneClearSentence() throws IOException {
    try (ServerSocket taken = new ServerSocket(0)) {
      DevServer refused = DevServer.start(DevServer.scaffold("refused"), taken.getLocalPort());
      assertThat(refused.awaitExit()).isEqualTo(1);
      assertThat(refused.output())
          .contains(String.valueOf(taken.getLocalPort()))
          .doesNotContain("    at ");
    }
  }
}
