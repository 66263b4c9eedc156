package dev.zeroback.conformance.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The harness against a Worker without an engine. */
class HarnessTest {
  private static Server server;
  private final ServerObject object = server.newObject();

  @BeforeAll
  static void start() {
    server = Server.production(App.ECHO);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void eviction_losesMemoryAndKeepsSocketAndStorage() {
    try (ClientSocket socket = object.connect()) {
      assertThat(echo(socket, "a").members()).containsEntry("sinceWake", 1);
      assertThat(echo(socket, "b").members()).containsEntry("sinceWake", 2);
      object.evict();
      assertThat(echo(socket, "c").members())
          .containsEntry("sinceWake", 1)
          .containsEntry("total", 3)
          .containsEntry("text", "c");
    }
  }

  @Test
  void restart_keepsStorage() {
    Server own = Server.production(App.ECHO);
    ServerObject kept = own.newObject();
    ClientSocket socket = kept.connect();
    echo(socket, "a");
    own.restart();
    assertThat(kept.get("/total").json()).containsEntry("total", 1);
    own.close();
  }

  @Test
  void kill_closesSocketsAndRestartKeepsWhatWasAnswered() {
    Server own = Server.production(App.ECHO);
    ServerObject kept = own.newObject();
    ClientSocket socket = kept.connect();
    echo(socket, "a");
    own.kill();
    socket.awaitClosing();
    own.restart();
    assertThat(kept.get("/total").json()).containsEntry("total", 1);
    own.close();
  }

  @Test
  void unexpectedFrame_failsTheExpectation() {
    try (ClientSocket socket = object.connect()) {
      socket.sendText("a");
      assertThatThrownBy(() -> socket.expect("result", "q"))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("Expected result for q but got");
    }
  }

  @Test
  void failingCommand_reportsTheLaunchersError() {
    assertThatThrownBy(() -> Launcher.shared().run("evict", Map.of("server", 999, "object", "x")))
        .hasMessageContaining("Server 999 is not running");
  }

  private static Frame echo(ClientSocket socket, String text) {
    socket.sendText(text);
    return socket.next();
  }
}
