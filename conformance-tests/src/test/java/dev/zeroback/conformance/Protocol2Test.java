package dev.zeroback.conformance;

import static dev.zeroback.conformance.Basics.newProject;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.conformance.harness.ClientSocket;
import dev.zeroback.conformance.harness.Frame;
import dev.zeroback.conformance.harness.ServerObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a client gets that has said {@code hello}. */
class Protocol2Test {
  private static final String SESSION = "00112233445566778899aabbccddeeff";

  private final ServerObject object = Basics.newObject();
  private final ClientSocket base = object.connect();
  private final String project = newProject(base, "A");
  private final ClientSocket socket = object.connect();

  @AfterEach
  void closeSockets() {
    base.close();
    socket.close();
  }

  @Test
  void hello_isAnsweredWithTheSession() {
    Frame hello = hello(socket, SESSION);
    assertThat(hello.members())
        .containsEntry("protocol", 2)
        .containsEntry("session", SESSION)
        .containsEntry("known", false)
        .containsEntry("applied", 0);
    assertThat(hello.ts()).isPositive();
    assertThat(hello.members().get("capabilities")).isInstanceOf(List.class);
  }

  @Test
  void helloWithoutASession_getsOneOf128Bits() {
    socket.send(Map.of("type", "hello", "protocol", 2, "capabilities", List.of()));
    assertThat((String) socket.next().members().get("session")).matches("[0-9a-f]{32}");
  }

  @Test
  void unknownCapabilities_areNotUsed() {
    socket.send(
        Map.of("type", "hello", "protocol", 2, "session", SESSION, "capabilities", List.of("fly")));
    assertThat(socket.next().members()).containsEntry("capabilities", List.of());
  }

  @Test
  void firstResult_carriesItsCommitAndHash() {
    hello(socket, SESSION);
    Frame result = list();
    assertThat(result.ts()).isPositive();
    assertThat((String) result.members().get("hash")).isNotEmpty();
  }

  @Test
  void commit_movesAllQueriesInOneTransition() {
    hello(socket, SESSION);
    list();
    socket.query("count", "tasks:count", Map.of("projectId", project));
    socket.expect("result", "count");
    Basics.newTask(base, project, "milk");
    Frame transition = socket.next();
    assertThat(transition.type()).isEqualTo("updates");
    assertThat(transition.ts()).isPositive();
    assertThat(transition.items())
        .extracting(item -> item.get("id"))
        .containsExactlyInAnyOrder("list", "count");
    assertThat(socket.drain()).isEmpty();
  }

  @Test
  void mutation_isFollowedByATransitionAtOrAfterItsCommit() {
    hello(socket, SESSION);
    list();
    create(1, 0, "milk");
    Frame result = socket.next();
    Frame transition = socket.next();
    if (result.type().equals("updates")) {
      Frame swapped = result;
      result = transition;
      transition = swapped;
    }
    assertThat(result.type()).isEqualTo("mutationResult");
    assertThat(transition.type()).isEqualTo("updates");
    assertThat(transition.ts()).isGreaterThanOrEqualTo(result.ts());
  }

  @Test
  void mutationThatChangesNoQuery_isFollowedByAnEmptyTransition() {
    hello(socket, SESSION);
    create(1, 0, "milk");
    assertThat(List.of(socket.next().type(), socket.next().type()))
        .containsExactlyInAnyOrder("mutationResult", "updates");
  }

  @Test
  void resentMutation_returnsTheStoredResultAndAppliesNothing() {
    hello(socket, SESSION);
    create(1, 0, "milk");
    Object first = outcome("m1").result();
    create(1, 0, "milk");
    assertThat(outcome("m1").result()).isEqualTo(first);
    assertThat(count()).isEqualTo(1);
  }

  @Test
  void resentMutationOnAnotherSocketAfterEviction_returnsTheStoredResult() {
    hello(socket, SESSION);
    create(1, 0, "milk");
    Object first = outcome("m1").result();
    socket.abort();
    object.evict();
    try (ClientSocket again = object.connect()) {
      Frame hello = hello(again, SESSION);
      assertThat(hello.members()).containsEntry("known", true).containsEntry("applied", 1);
      again.send(mutation(1, 0, "milk"));
      assertThat(outcome(again, "m1").result()).isEqualTo(first);
      again.send(mutation(2, 1, "bread"));
      assertThat(outcome(again, "m2").type()).isEqualTo("mutationResult");
    }
    assertThat(count()).isEqualTo(2);
  }

  @Test
  void acknowledgedMutationSentAgain_isSessionExpiredAndAppliesNothing() {
    hello(socket, SESSION);
    create(1, 0, "milk");
    outcome("m1");
    create(2, 1, "bread");
    outcome("m2");
    create(1, 1, "milk");
    assertThat(outcome("m1").code()).isEqualTo("session_expired");
    assertThat(count()).isEqualTo(2);
  }

  @Test
  void resubscriptionWithAnEqualHash_isAnsweredUnchanged() {
    hello(socket, SESSION);
    String hash = (String) list().members().get("hash");
    socket.abort();
    try (ClientSocket again = object.connect()) {
      hello(again, SESSION);
      again.send(
          Map.of(
              "type", "query",
              "id", "list",
              "fn", "tasks:list",
              "args", Map.of("projectId", project),
              "hash", hash));
      Frame unchanged = again.expect("unchanged", "list");
      assertThat(unchanged.members()).containsEntry("hash", hash).doesNotContainKey("result");
    }
  }

  private static Frame hello(ClientSocket socket, String session) {
    socket.send(
        Map.of(
            "type", "hello", "protocol", 2, "session", session, "capabilities", List.of("hash")));
    Frame hello = socket.next();
    assertThat(hello.type()).isEqualTo("hello");
    return hello;
  }

  private Frame list() {
    socket.query("list", "tasks:list", Map.of("projectId", project));
    return socket.expect("result", "list");
  }

  private void create(int seq, int ack, String text) {
    socket.send(mutation(seq, ack, text));
  }

  private Map<String, ?> mutation(int seq, int ack, String text) {
    return Map.of(
        "type",
        "mutation",
        "id",
        "m" + seq,
        "fn",
        "tasks:create",
        "args",
        Map.of("projectId", project, "text", text),
        "seq",
        seq,
        "ack",
        ack);
  }

  private Frame outcome(String id) {
    return outcome(socket, id);
  }

  /** The answer to a mutation; transitions may come before it. */
  private static Frame outcome(ClientSocket socket, String id) {
    Frame frame = socket.next();
    while (frame.type().equals("updates")) {
      frame = socket.next();
    }
    assertThat(frame.id()).isEqualTo(id);
    return frame;
  }

  private Object count() {
    return object.run("tasks:count", Map.of("projectId", project)).result();
  }
}
