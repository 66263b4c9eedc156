package dev.zeroback.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.conformance.harness.App;
import dev.zeroback.conformance.harness.ClientSocket;
import dev.zeroback.conformance.harness.Server;
import dev.zeroback.conformance.harness.ServerObject;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What outlives the process. */
class PersistenceTest {
  private final Server server = Server.production(App.BASICS);
  private final ServerObject object = server.newObject();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void restart_keepsDocumentsAndGoesOn() {
    ClientSocket before = object.connect();
    String project = Basics.newProject(before, "A");
    String task = Basics.newTask(before, project, "milk");
    server.restart();
    try (ClientSocket after = object.connect()) {
      Object tasks = after.subscribe("q", "tasks:list", Map.of("projectId", project));
      assertThat(Basics.field(tasks, "_id")).containsExactly(task);
      after.mutation("m", "tasks:create", Map.of("projectId", project, "text", "bread"));
      Object grown = after.expect("update", "q").result();
      after.expect("mutationResult", "m");
      assertThat(Basics.field(grown, "text")).containsExactly("milk", "bread");
    }
  }

  @Test
  void kill_keepsEveryAnsweredMutation() {
    ClientSocket before = object.connect();
    String project = Basics.newProject(before, "A");
    String task = Basics.newTask(before, project, "milk");
    server.kill();
    before.awaitClosing();
    server.restart();
    try (ClientSocket after = object.connect()) {
      Object tasks = after.subscribe("q", "tasks:list", Map.of("projectId", project));
      assertThat(Basics.field(tasks, "_id")).containsExactly(task);
    }
  }
}
