package dev.zeroback.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.conformance.harness.ClientSocket;
import dev.zeroback.conformance.harness.Frame;
import dev.zeroback.conformance.harness.ServerObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client that does not say that it has processed what it was sent. */
class SlowClientTest {
  private static final int LENGTH = 1024 * 1024;
  private static final Map<String, ?> HELLO =
      Map.of("type", "hello", "protocol", 2, "capabilities", List.of("hash", "patch", "ack"));

  private final ServerObject object = Basics.newObject();
  private final ClientSocket writer = object.connect();
  private final ClientSocket slow = object.connect();

  @BeforeEach
  void subscribe() {
    writer.mutate("races:setUp", Map.of("name", "n", "value", 0));
    slow.send(HELLO);
    assertThat(slow.next().type()).isEqualTo("hello");
    slow.subscribe("text", "races:text", Map.of("name", "n", "length", LENGTH));
  }

  @AfterEach
  void closeSockets() {
    writer.close();
    slow.close();
  }

  private void raise() {
    writer.mutate("counters:increment", Map.of("name", "n"));
  }

  private static String shownBy(Frame transition) {
    String text = (String) transition.items().get(0).get("result");
    return text.substring(0, text.indexOf(':'));
  }

  @Test
  void clientThatIsTooFarBehind_isSentOnlyTheNewestStateOnceItHasCaughtUp() {
    int commits = 12;
    for (int i = 0; i < commits; i++) {
      raise();
    }
    List<Frame> sent = slow.drain();
    assertThat(sent).hasSizeBetween(4, 6);
    Frame last = sent.get(sent.size() - 1);
    assertThat(shownBy(last)).isEqualTo(String.valueOf(sent.size()));
    slow.send(Map.of("type", "ack", "ts", last.ts()));
    Frame newest = slow.next();
    assertThat(shownBy(newest)).isEqualTo(String.valueOf(commits));
    assertThat(newest.ts()).isGreaterThan(last.ts());
    raise();
    assertThat(shownBy(slow.next())).isEqualTo(String.valueOf(commits + 1));
  }

  @Test
  void clientThatLeavesWhileItIsTooFarBehind_resumesByTheHashOfWhatItHas() {
    int commits = 12;
    for (int i = 0; i < commits; i++) {
      raise();
    }
    List<Frame> sent = slow.drain();
    assertThat(sent).hasSizeLessThan(commits);
    slow.abort();
    Object held = sent.get(sent.size() - 1).items().get(0).get("hash");
    Frame newest = resumed(held);
    assertThat(newest.type()).isEqualTo("result");
    assertThat((String) newest.result()).startsWith(commits + ":");
    Frame again = resumed(newest.members().get("hash"));
    assertThat(again.type()).isEqualTo("unchanged");
  }

  /** The first answer to a new connection of the client, which holds a state already. */
  private Frame resumed(Object hash) {
    try (ClientSocket socket = object.connect()) {
      socket.send(HELLO);
      assertThat(socket.next().type()).isEqualTo("hello");
      socket.send(
          Map.of(
              "type",
              "query",
              "id",
              "text",
              "fn",
              "races:text",
              "args",
              Map.of("name", "n", "length", LENGTH),
              "hash",
              hash));
      return socket.next();
    }
  }

  @Test
  void clientThatIsTooFarBehind_delaysNobodyElse() {
    try (ClientSocket quick = object.connect()) {
      quick.subscribe("value", "counters:read", Map.of("name", "n"));
      for (int i = 1; i <= 12; i++) {
        raise();
        assertThat(quick.expect("update", "value").result()).isEqualTo(i);
      }
    }
  }
}
