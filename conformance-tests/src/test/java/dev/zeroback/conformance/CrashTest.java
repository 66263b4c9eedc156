package dev.zeroback.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.conformance.harness.App;
import dev.zeroback.conformance.harness.ClientSocket;
import dev.zeroback.conformance.harness.Server;
import dev.zeroback.conformance.harness.ServerObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * SIGKILL of workerd while clients write: what was answered is there, and nothing is there twice.
 */
class CrashTest {
  private static final int CLIENTS = 4;
  private static final int CRASHES = 3;
  private static final int ANSWERS_BEFORE_A_CRASH = 150;

  private final Server server = Server.production(App.BASICS);
  private final ServerObject object = server.newObject();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void killUnderLoad_appliesEveryMutationExactlyOnce() {
    String project;
    try (ClientSocket socket = object.connect()) {
      project = Basics.newProject(socket, "A");
    }
    List<PersistentWriter> writers = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      writers.add(new PersistentWriter("writer" + i, project));
    }
    for (int crash = 0; crash < CRASHES; crash++) {
      writers.forEach(writer -> writer.connect(object));
      writers.forEach(PersistentWriter::fillWindow);
      for (int answer = 0; answer < ANSWERS_BEFORE_A_CRASH; answer++) {
        writers.forEach(PersistentWriter::awaitAnswer);
        writers.forEach(PersistentWriter::fillWindow);
      }
      // Every window is full of mutations that nobody has answered yet.
      server.kill();
      writers.forEach(PersistentWriter::disconnected);
      server.restart();
    }
    writers.forEach(writer -> writer.connect(object));
    writers.forEach(PersistentWriter::finish);

    Map<String, String> expected = new HashMap<>();
    writers.forEach(writer -> expected.putAll(writer.answered()));
    List<?> tasks = (List<?>) object.run("tasks:list", Map.of("projectId", project)).result();
    Map<Object, Object> stored = new HashMap<>();
    tasks.forEach(
        task -> stored.put(((Map<?, ?>) task).get("text"), ((Map<?, ?>) task).get("_id")));
    assertThat(tasks).hasSameSizeAs(expected.keySet());
    assertThat(stored).isEqualTo(expected);
    assertThat(expected).hasSizeGreaterThan(CLIENTS * CRASHES * ANSWERS_BEFORE_A_CRASH);
  }
}
