package dev.zeroback.conformance;

import static dev.zeroback.conformance.Basics.field;
import static dev.zeroback.conformance.Basics.newProject;
import static dev.zeroback.conformance.Basics.newTask;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.conformance.harness.ClientSocket;
import dev.zeroback.conformance.harness.ServerObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What clients notice of hibernation: nothing. */
class EvictionTest {
  private final ServerObject object = Basics.newObject();
  private final ClientSocket writer = object.connect();
  private final ClientSocket reader = object.connect();
  private final String project = newProject(writer, "A");

  @AfterEach
  void closeSockets() {
    writer.close();
    reader.close();
  }

  @Test
  void writeAfterEviction_updatesTheSubscriberOnce() {
    reader.subscribe("q", "tasks:list", inProject());
    object.evict();
    newTask(writer, project, "milk");
    assertThat(field(reader.expect("update", "q").result(), "text")).containsExactly("milk");
    assertThat(reader.drain()).isEmpty();
  }

  @Test
  void wakingUp_sendsNothing() {
    newTask(writer, project, "milk");
    reader.subscribe("q", "tasks:list", inProject());
    object.evict();
    assertThat(writer.drain()).isEmpty();
    assertThat(reader.drain()).isEmpty();
  }

  @Test
  void unrelatedWriteAfterEviction_sendsNothing() {
    String other = newProject(writer, "B");
    newTask(writer, project, "milk");
    reader.subscribe("q", "tasks:list", inProject());
    object.evict();
    newTask(writer, other, "bread");
    assertThat(reader.drain()).isEmpty();
  }

  @Test
  void writeThatChangesNoResult_sendsNothingAfterEviction() {
    String task = newTask(writer, project, "milk");
    reader.subscribe("q", "tasks:count", inProject());
    object.evict();
    writer.mutate("tasks:toggle", Map.of("id", task));
    assertThat(reader.drain()).isEmpty();
  }

  @Test
  void eachOfSeveralEvictions_keepsEverySubscription() {
    reader.subscribe("list", "tasks:list", inProject());
    writer.subscribe("count", "tasks:count", inProject());
    for (int n = 1; n <= 5; n++) {
      object.evict();
      writer.mutation("m", "tasks:create", Map.of("projectId", project, "text", "task " + n));
      assertThat(writer.expect("update", "count").result()).isEqualTo(n);
      writer.expect("mutationResult", "m");
      assertThat((List<?>) reader.expect("update", "list").result()).hasSize(n);
    }
  }

  @Test
  void deliveredCommit_keepsTheObjectAwakeNoLonger() {
    reader.subscribe("q", "tasks:list", inProject());
    newTask(writer, project, "milk");
    reader.expect("update", "q");
    // Eviction waits for timers that are pending.
    Instant start = Instant.now();
    object.evict();
    assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofMillis(800));
  }

  @Test
  void unsubscribeAfterEviction_endsTheSubscription() {
    reader.subscribe("q", "tasks:list", inProject());
    object.evict();
    reader.unsubscribe("q");
    assertThat(reader.drain()).isEmpty();
    object.evict();
    newTask(writer, project, "milk");
    assertThat(reader.drain()).isEmpty();
  }

  @Test
  void socketClosedWhileTheObjectSlept_isForgotten() {
    ClientSocket leaving = object.connect();
    leaving.subscribe("q", "tasks:open", inProject());
    reader.subscribe("q", "tasks:list", inProject());
    int runs = Basics.runs(writer, "open:" + project);
    object.evict();
    leaving.close();
    newTask(writer, project, "milk");
    reader.expect("update", "q");
    assertThat(Basics.runs(writer, "open:" + project)).as("runs for nobody").isEqualTo(runs);
  }

  @Test
  void socketThatStaysWhileTheObjectSleeps_isNotForgotten() {
    reader.subscribe("q", "tasks:open", inProject());
    int runs = Basics.runs(writer, "open:" + project);
    object.evict();
    newTask(writer, project, "milk");
    reader.expect("update", "q");
    assertThat(Basics.runs(writer, "open:" + project)).isGreaterThan(runs);
  }

  @Test
  void pingAfterEviction_isAnswered() {
    object.evict();
    reader.sendText("{\"type\":\"ping\"}");
    assertThat(reader.next().type()).isEqualTo("pong");
  }

  private Map<String, ?> inProject() {
    return Map.of("projectId", project);
  }
}
