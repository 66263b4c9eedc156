package dev.zeroback.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.conformance.harness.ClientSocket;
import dev.zeroback.conformance.harness.Frame;
import dev.zeroback.conformance.harness.ServerObject;
import java.util.ArrayList;
import java.util.HashMap;
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
  void rangeThatGrowsWhileItsReaderWaits_letsNobodyInTooMany() {
    int capacity = 3;
    assertThat(socket.mutate("races:enter", entry("first", capacity))).isEqualTo(true);
    for (int i = 0; i < 5; i++) {
      socket.mutation("m" + i, "races:enter", entry("guest" + i, capacity));
    }
    List<Frame> answers = answers(5);
    assertThat(answers)
        .filteredOn(answer -> Boolean.TRUE.equals(answer.result()))
        .hasSize(capacity - 1);
    assertThat(answers).noneMatch(answer -> answer.type().equals("error"));
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
    int overtaken = 0;
    for (int round = 0; round < 10; round++) {
      socket.query("sum" + round, "races:sum", sum);
      socket.mutation("m" + round, "races:transfer", Map.of("from", "a", "to", "b"));
      List<Frame> answers = answers(2);
      assertThat(answers)
          .extracting(Frame::type)
          .containsExactlyInAnyOrder("result", "mutationResult");
      overtaken += answers.get(0).type().equals("mutationResult") ? 1 : 0;
      assertThat(answers)
          .filteredOn(answer -> answer.type().equals("result"))
          .extracting(Frame::result)
          .containsExactly(100);
      socket.unsubscribe("sum" + round);
    }
    assertThat(overtaken).as("commits while the query waited").isPositive();
    assertThat(valueOf("b")).isEqualTo(60);
  }

  @Test
  void writesOfAMutationThatFails_areSeenByNobody() {
    setUp("a", 1);
    socket.subscribe("watch", "counters:read", Map.of("name", "a"));
    socket.mutation(
        "dirty",
        "races:setAndFail",
        Map.of("name", "a", "value", 1_000, "pauseMillis", 100 * PAUSE_MILLIS));
    assertThat(socket.drain()).as("before it has failed").isEmpty();
    for (int i = 0; i < 5; i++) {
      assertThat(valueOf("a")).isEqualTo(1);
    }
    assertThat(socket.poll()).as("it was under way all the time").isNull();
    assertThat(socket.expectError("dirty").code()).isEqualTo("app_error");
    assertThat(valueOf("a")).isEqualTo(1);
    assertThat(socket.drain()).isEmpty();
  }

  @Test
  void whatWasConfirmed_isReadByEverybody() {
    try (ClientSocket other = object.connect()) {
      for (int i = 1; i <= 20; i++) {
        assertThat(socket.mutate("counters:increment", Map.of("name", "fresh"))).isEqualTo(i);
        assertThat(other.subscribe("q" + i, "counters:read", Map.of("name", "fresh"))).isEqualTo(i);
        other.unsubscribe("q" + i);
      }
    }
  }

  @Test
  void nestedMutations_takePartInTheTransactionOfTheirCaller() {
    setUp("nested", 0);
    int contenders = 4;
    for (int i = 0; i < contenders; i++) {
      socket.mutation("m" + i, "races:nest", Map.of("name", "nested", "pauseMillis", 5));
    }
    List<Object> raised =
        answers(contenders).stream()
            .filter(answer -> answer.type().equals("mutationResult"))
            .map(Frame::result)
            .toList();
    assertThat(raised).isNotEmpty().doesNotHaveDuplicates();
    assertThat(valueOf("nested")).isEqualTo(raised.size());
    socket.mutation("fails", "races:nestAndFail", Map.of("name", "nested"));
    assertThat(socket.expectError("fails").code()).isEqualTo("app_error");
    assertThat(valueOf("nested"))
        .as("what a failing caller's nested mutation wrote is gone")
        .isEqualTo(raised.size());
  }

  @Test
  void subscriptionsThatStartWhileACommitIsMade_allEndWithItsState() {
    setUp("late", 0);
    int rounds = 5;
    try (ClientSocket other = object.connect()) {
      for (int round = 1; round <= rounds; round++) {
        socket.mutation(
            "m" + round, "counters:increment", Map.of("name", "late", "pauseMillis", PAUSE_MILLIS));
        int subscriptions = 60;
        for (int i = 0; i < subscriptions; i++) {
          String id = "q" + round + "." + i;
          other.query(id, "races:sum", Map.of("a", "late", "b", "late", "pauseMillis", 2 * i % 40));
        }
        socket.expect("mutationResult", "m" + round);
        Map<String, Object> shown = new HashMap<>();
        valueOf("late");
        while (!shownBy(shown, 2 * round, subscriptions)) {
          show(other.next(), shown);
        }
        for (int i = 0; i < subscriptions; i++) {
          other.unsubscribe("q" + round + "." + i);
        }
        assertThat(valueOf("late")).isEqualTo(round);
        other.drain();
      }
    }
  }

  private static boolean shownBy(Map<String, Object> shown, Object value, int subscriptions) {
    return shown.values().stream().filter(value::equals).count() == subscriptions;
  }

  private static void show(Frame frame, Map<String, Object> shown) {
    if (frame.type().equals("updates")) {
      frame.items().forEach(item -> shown.put((String) item.get("id"), item.get("result")));
    } else {
      shown.put((String) frame.members().get("id"), frame.result());
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

  private static Map<String, ?> entry(String name, int capacity) {
    return Map.of("room", "r", "name", name, "capacity", capacity, "pauseMillis", PAUSE_MILLIS);
  }

  private static Map<String, ?> offCall(String name, String other) {
    return Map.of("name", name, "other", other, "pauseMillis", PAUSE_MILLIS);
  }
}
