package dev.zeroback.conformance;

import static dev.zeroback.conformance.Basics.field;
import static dev.zeroback.conformance.Basics.newProject;
import static dev.zeroback.conformance.Basics.newTask;
import static dev.zeroback.conformance.Basics.runs;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.conformance.harness.ClientSocket;
import dev.zeroback.conformance.harness.Frame;
import dev.zeroback.conformance.harness.ServerObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who gets which frame, and which handlers run, when something is written. */
class LiveQueryTest {
  private final ServerObject object = Basics.newObject();
  private final ClientSocket writer = object.connect();
  private final ClientSocket reader = object.connect();
  private final String projectA = newProject(writer, "A");
  private final String projectB = newProject(writer, "B");

  @AfterEach
  void closeSockets() {
    writer.close();
    reader.close();
  }

  @Test
  void writeByOneSocket_updatesTheOther() {
    assertThat(reader.subscribe("q", "tasks:list", inA())).isEqualTo(List.of());
    newTask(writer, projectA, "milk");
    assertThat(field(reader.expect("update", "q").result(), "text")).containsExactly("milk");
  }

  @Test
  void everyKindOfWrite_updatesTheSubscriber() {
    String task = newTask(writer, projectA, "milk");
    reader.subscribe("q", "tasks:list", inA());
    writer.mutate("tasks:toggle", Map.of("id", task));
    assertThat(field(reader.expect("update", "q").result(), "isCompleted")).containsExactly(true);
    writer.mutate("tasks:move", Map.of("id", task, "projectId", projectB));
    assertThat(reader.expect("update", "q").result()).isEqualTo(List.of());
    writer.mutate("tasks:move", Map.of("id", task, "projectId", projectA));
    assertThat(field(reader.expect("update", "q").result(), "_id")).containsExactly(task);
    writer.mutate("tasks:remove", Map.of("id", task));
    assertThat(reader.expect("update", "q").result()).isEqualTo(List.of());
  }

  @Test
  void writeToAnotherProject_sendsNothingAndRunsNothing() {
    reader.subscribe("q", "tasks:list", inA());
    newTask(writer, projectB, "milk");
    assertThat(reader.drain()).isEmpty();
    assertThat(runs(writer, "list:" + projectA)).isEqualTo(1);
    newTask(writer, projectA, "bread");
    assertThat(field(reader.expect("update", "q").result(), "text")).containsExactly("bread");
    assertThat(runs(writer, "list:" + projectA)).isEqualTo(2);
  }

  @Test
  void writeToAnotherTable_runsNothing() {
    reader.subscribe("q", "tasks:list", inA());
    writer.mutate("counters:increment", Map.of("name", "visits"));
    assertThat(reader.drain()).isEmpty();
    assertThat(runs(writer, "list:" + projectA)).isEqualTo(1);
  }

  @Test
  void insertBehindTheRowsThatALimitTook_runsNothing() {
    newTask(writer, projectA, "a");
    newTask(writer, projectA, "b");
    reader.subscribe("q", "tasks:firstByText", Map.of("projectId", projectA, "n", 2));
    newTask(writer, projectA, "c");
    assertThat(reader.drain()).isEmpty();
    assertThat(runs(writer, "firstByText:" + projectA)).isEqualTo(1);
    newTask(writer, projectA, "aa");
    assertThat(field(reader.expect("update", "q").result(), "text")).containsExactly("a", "aa");
  }

  @Test
  void writeThatAFilterRejectsBeforeAndAfter_runsNothing() {
    String done = newTask(writer, projectA, "done");
    writer.mutate("tasks:toggle", Map.of("id", done));
    reader.subscribe("q", "tasks:open", inA());
    writer.mutate("tasks:remove", Map.of("id", done));
    assertThat(reader.drain()).isEmpty();
    assertThat(runs(writer, "open:" + projectA)).isEqualTo(1);
  }

  @Test
  void equalQueriesOfTwoSockets_runOnce() {
    reader.subscribe("q", "tasks:list", inA());
    try (ClientSocket second = object.connect()) {
      second.subscribe("other", "tasks:list", inA());
      newTask(writer, projectA, "milk");
      Frame first = reader.expect("update", "q");
      assertThat(second.expect("update", "other").result()).isEqualTo(first.result());
    }
    assertThat(runs(writer, "list:" + projectA)).isLessThanOrEqualTo(3);
  }

  @Test
  void reRunWithAnEqualResult_sendsNothing() {
    String task = newTask(writer, projectA, "milk");
    reader.subscribe("q", "tasks:count", inA());
    writer.mutate("tasks:toggle", Map.of("id", task));
    assertThat(reader.drain()).isEmpty();
  }

  @Test
  void severalQueriesChangedByOneCommit_arriveInOneFrame() {
    reader.subscribe("list", "tasks:list", inA());
    reader.subscribe("count", "tasks:count", inA());
    newTask(writer, projectA, "milk");
    Frame frame = reader.next();
    assertThat(frame.type()).isEqualTo("updates");
    assertThat(frame.items())
        .extracting(item -> item.get("id"))
        .containsExactlyInAnyOrder("list", "count");
    assertThat(reader.drain()).isEmpty();
  }

  @Test
  void mutationByASubscriber_deliversItsEffectsBeforeItsResult() {
    reader.subscribe("q", "tasks:list", inA());
    reader.mutation("m", "tasks:create", Map.of("projectId", projectA, "text", "milk"));
    reader.expect("update", "q");
    reader.expect("mutationResult", "m");
  }

  @Test
  void getOfAnAbsentDocument_updatesWhenItIsDeleted() {
    String task = newTask(writer, projectA, "milk");
    reader.subscribe("q", "tasks:get", Map.of("id", task));
    writer.mutate("tasks:remove", Map.of("id", task));
    Frame gone = reader.expect("update", "q");
    assertThat(gone.members()).containsEntry("result", null);
  }

  @Test
  void unsubscribe_endsUpdatesAndRuns() {
    reader.subscribe("q", "tasks:list", inA());
    reader.unsubscribe("q");
    assertThat(reader.drain()).isEmpty();
    newTask(writer, projectA, "milk");
    assertThat(reader.drain()).isEmpty();
    assertThat(runs(writer, "list:" + projectA)).isEqualTo(1);
  }

  @Test
  void unsubscribeOfAnotherSocketsId_isIgnored() {
    reader.subscribe("q", "tasks:list", inA());
    writer.unsubscribe("q");
    newTask(writer, projectA, "milk");
    reader.expect("update", "q");
  }

  @Test
  void equalIdsOnTwoSockets_areTwoSubscriptions() {
    try (ClientSocket second = object.connect()) {
      reader.subscribe("q", "tasks:list", inA());
      second.subscribe("q", "tasks:list", Map.of("projectId", projectB));
      newTask(writer, projectB, "milk");
      assertThat(field(second.expect("update", "q").result(), "text")).containsExactly("milk");
      assertThat(reader.drain()).isEmpty();
    }
  }

  @Test
  void queryWithAnIdInUse_replacesTheSubscription() {
    reader.subscribe("q", "tasks:list", inA());
    reader.subscribe("q", "tasks:list", Map.of("projectId", projectB));
    newTask(writer, projectA, "milk");
    assertThat(reader.drain()).isEmpty();
    newTask(writer, projectB, "bread");
    assertThat(field(reader.expect("update", "q").result(), "text")).containsExactly("bread");
  }

  @Test
  void reRunThatThrows_isAnErrorUntilTheNextGoodResult() {
    reader.subscribe("q", "tasks:listUnlessBoom", inA());
    String boom = newTask(writer, projectA, "boom");
    Frame error = reader.expectError("q");
    assertThat(error.code()).isEqualTo("app_error");
    assertThat(error.members()).containsEntry("data", Map.of("reason", "boom"));
    writer.mutate("tasks:remove", Map.of("id", boom));
    assertThat(reader.expect("update", "q").result()).isEqualTo(List.of());
  }

  @Test
  void socketThatVanished_hurtsNeitherTheWriterNorOtherReaders() {
    ClientSocket lost = object.connect();
    lost.subscribe("q", "tasks:list", inA());
    reader.subscribe("q", "tasks:list", inA());
    lost.abort();
    newTask(writer, projectA, "milk");
    assertThat(field(reader.expect("update", "q").result(), "text")).containsExactly("milk");
  }

  private Map<String, ?> inA() {
    return Map.of("projectId", projectA);
  }
}
