package dev.zeroback.conformance.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.conformance.Basics;
import dev.zeroback.conformance.harness.ClientSocket;
import dev.zeroback.conformance.harness.Frame;
import dev.zeroback.conformance.harness.ServerObject;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Many hostile frames on one socket while another client works on the same object. */
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

  @Test
  void hostileFrames_areAnsweredSafelyAndDisturbNobody() {
    HostileText texts = new HostileText(SEED);
    System.out.println("FrameFuzzTest: " + FRAMES + " frames, seed " + SEED);
    ServerObject object = Basics.newObject();
    try (ClientSocket hostile = object.connect();
        ClientSocket honest = object.connect()) {
      for (int sent = 0; sent < FRAMES; sent += FRAMES_BETWEEN_CHECKS) {
        for (int i = 0; i < FRAMES_BETWEEN_CHECKS; i++) {
          hostile.sendText(texts.next());
        }
        hostile.drain().forEach(FrameFuzzTest::checkAnswer);
        assertThat(honest.mutate("projects:create", Map.of("name", "A")))
            .asString()
            .startsWith("projects:");
      }
    }
  }

  private static void checkAnswer(Frame frame) {
    assertThat(TYPES).as("%s", frame).contains(frame.type());
    if (frame.type().equals("error")) {
      assertThat(frame.code()).as("%s", frame).isNotEmpty();
      SafeAnswer.check(frame.text());
    }
  }
}
