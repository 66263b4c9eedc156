package dev.zeroback.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.conformance.harness.ClientSocket;
import dev.zeroback.conformance.harness.Frame;
import dev.zeroback.conformance.harness.ServerObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Handlers that wait on a timer between reading and writing, so that others run in between. */
class RacesTest {
  private static final int PAUSE_MILLIS = 20;

  private final ServerObject object = Basics.newObject();
  private final ClientSocket socket = object.connect();

  @AfterEach
  void closeSocket() {
    socket.close();
  }

  @Test
  void readModifyWrites_loseNoUpdate() {
    int contenders = 8;
    socket.mutate("counters:increment", Map.of("name", "visits"));
    for (int i = 0; i < contenders; i++) {
      socket.mutation(
          "m" + i, "counters:increment", Map.of("name", "visits", "pauseMillis", PAUSE_MILLIS));
    }
    List<Frame> answers = answers(contenders);
    List<Object> committed =
        answers.stream()
            .filter(answer -> answer.type().equals("mutationResult"))
            .map(Frame::result)
            .toList();
    assertThat(committed).isNotEmpty().doesNotHaveDuplicates();
    assertThat(answers)
        .filteredOn(answer -> answer.type().equals("error"))
        .allSatisfy(error -> assertThat(error.code()).isEqualTo("conflict"));
    assertThat(valueOf("visits")).isEqualTo(1 + committed.size());
  }

  @Test
  void claimsOfAnAbsentName_areGrantedOnce() {
    int contenders = 6;
    for (int i = 0; i < contenders; i++) {
      socket.mutation("m" + i, "races:claim", Map.of("name", "seat", "pauseMillis", PAUSE_MILLIS));
    }
    assertThat(answers(contenders))
        .filteredOn(answer -> Boolean.TRUE.equals(answer.result()))
        .hasSize(1);
  }

  @Test
  void twoMutationsThatReadWhatTheOtherWrites_leaveNoWriteSkew() {
    setUp("ada", 1);
    setUp("bob", 1);
    socket.mutation("m0", "races:goOffCall", offCall("ada", "bob"));
    socket.mutation("m1", "races:goOffCall", offCall("bob", "ada"));
    assertThat(answers(2)).extracting(Frame::result).containsExactlyInAnyOrder(true, false);
    assertThat((Integer) valueOf("ada") + (Integer) valueOf("bob")).isEqualTo(1);
  }

  @Test
  void queryOvertakenByCommits_neverMixesTwoStates() {
    setUp("a", 50);
    setUp("b", 50);
    Map<String, ?> sum = Map.of("a", "a", "b", "b", "pauseMillis", PAUSE_MILLIS);
    for (int round = 0; round < 10; round++) {
      socket.query("sum" + round, "races:sum", sum);
      socket.mutation("m" + round, "races:transfer", Map.of("from", "a", "to", "b"));
      for (Frame answer : answers(2)) {
        if (answer.type().equals("result")) {
          assertThat(answer.result()).isEqualTo(100);
        }
      }
      socket.unsubscribe("sum" + round);
    }
  }

  @Test
  void mutationThatWaits_delaysNobody() {
    socket.mutation("slow", "counters:increment", Map.of("name", "slow", "pauseMillis", 500));
    socket.mutation("fast", "counters:increment", Map.of("name", "fast"));
    socket.expect("mutationResult", "fast");
    socket.expect("mutationResult", "slow");
  }

  @Test
  void actionSentAsAMutation_isRefusedAndBlocksNothing() {
    String project = Basics.newProject(socket, "A");
    socket.mutation("m", "tasks:createTwo", Map.of("projectId", project));
    socket.expectError("m");
    Basics.newTask(socket, project, "milk");
  }

  private List<Frame> answers(int count) {
    List<Frame> answers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      answers.add(socket.next());
    }
    return answers;
  }

  private void setUp(String name, int value) {
    socket.mutate("races:setUp", Map.of("name", name, "value", value));
  }

  private Object valueOf(String name) {
    return object.run("counters:read", Map.of("name", name)).result();
  }

  private static Map<String, ?> offCall(String name, String other) {
    return Map.of("name", name, "other", other, "pauseMillis", PAUSE_MILLIS);
  }
}
