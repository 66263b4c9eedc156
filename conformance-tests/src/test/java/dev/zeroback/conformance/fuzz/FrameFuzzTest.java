package dev.zeroback.conformance.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.conformance.Basics;
import dev.zeroback.conformance.harness.ClientSocket;
import dev.zeroback.conformance.harness.Frame;
import dev.zeroback.conformance.harness.ServerObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Many hostile frames on two sockets while another client works on the same object. */
class FrameFuzzTest {
  /** A longer run: {@code mvn -pl conformance-tests test -Dzeroback.fuzz.frames=100000}. */
  private static final int FRAMES = Integer.getInteger("zeroback.fuzz.frames", 90_000);

  private static final long SEED = Long.getLong("zeroback.seed", 1);
  private static final int FRAMES_BETWEEN_CHECKS = 1_000;
  private static final Set<String> TYPES =
      Set.of(
          "result",
          "update",
          "updates",
          "mutationResult",
          "actionResult",
          "error",
          "pong",
          "hello",
          "unchanged",
          "authResult");

  /** What the frames must have met for the test to say something: each is an answer of its own. */
  private static final String[] REACHED = {
    "known session",
    "numbered mutation",
    "unchanged",
    "patch",
    "session_expired",
    "conflict",
    "bad_request",
    "execution_error"
  };

  private final HostileText texts = new HostileText(SEED);

  /** How many answers there were of each kind. */
  private final Map<String, Integer> reached = new TreeMap<>();

  @Test
  void hostileFrames_areAnsweredSafelyAndDisturbNobody() {
    Random random = new Random(SEED);
    System.out.println("FrameFuzzTest: " + FRAMES + " frames, seed " + SEED);
    ServerObject object = Basics.newObject();
    List<ClientSocket> hostile = new ArrayList<>(List.of(object.connect(), object.connect()));
    try (ClientSocket honest = object.connect()) {
      for (int sent = 0; sent < FRAMES; sent += FRAMES_BETWEEN_CHECKS) {
        for (int i = 0; i < FRAMES_BETWEEN_CHECKS; i++) {
          hostile.get(random.nextInt(2)).sendText(texts.next());
        }
        hostile.forEach(socket -> socket.drain().forEach(this::checkAnswer));
        assertThat(honest.mutate("projects:create", Map.of("name", "A")))
            .asString()
            .startsWith("projects:");
        hostile.set(random.nextInt(2), object.connect()).abort();
      }
    } finally {
      hostile.forEach(ClientSocket::abort);
    }
    System.out.println("FrameFuzzTest: answers " + reached);
    assertThat(reached).containsKeys(REACHED);
  }

  private void checkAnswer(Frame frame) {
    assertThat(TYPES).as("%s", frame).contains(frame.type());
    texts.heard(frame);
    Map<String, Object> members = frame.members();
    String kind =
        switch (frame.type()) {
          case "error" -> {
            assertThat(frame.code()).as("%s", frame).isNotEmpty();
            SafeAnswer.check(frame.text());
            yield frame.code();
          }
          case "hello" ->
              Boolean.TRUE.equals(members.get("known")) ? "known session" : "new session";
          case "mutationResult" ->
              members.containsKey("ts") ? "numbered mutation" : "plain mutation";
          case "updates" ->
              frame.items().stream().anyMatch(it -> it.containsKey("patch")) ? "patch" : "updates";
          default -> frame.type();
        };
    reached.merge(kind, 1, Integer::sum);
  }
}
