package dev.zeroback.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.conformance.harness.ClientSocket;
import dev.zeroback.conformance.harness.ServerObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Hibernation with many sockets, each with a live query of its own. {@code -Dzeroback.sockets=5000}
 * opens more of them.
 */
class ManySocketsTest {
  private static final int SOCKETS = Integer.getInteger("zeroback.sockets", 1_000);

  private final ServerObject object = Basics.newObject();
  private final ClientSocket writer = object.connect();
  private final List<ClientSocket> readers = new ArrayList<>();

  @AfterEach
  void closeSockets() {
    readers.forEach(ClientSocket::abort);
    writer.close();
  }

  @Test
  void writeAfterEviction_reachesTheOneSocketThatItConcerns() {
    for (int i = 0; i < SOCKETS; i++) {
      ClientSocket reader = object.connect();
      assertThat(reader.subscribe("q", "counters:read", counter(i))).isEqualTo(0);
      readers.add(reader);
    }
    for (int concerned : new int[] {0, SOCKETS / 2, SOCKETS - 1}) {
      object.evict();
      long begun = System.nanoTime();
      writer.mutate("counters:increment", counter(concerned));
      assertThat(readers.get(concerned).expect("update", "q").result()).isEqualTo(1);
      System.out.printf(
          "%d sockets: update %.0f ms after a write that woke the object%n",
          SOCKETS, (System.nanoTime() - begun) / 1e6);
    }
    for (ClientSocket reader : readers) {
      assertThat(reader.drain()).isEmpty();
    }
  }

  private static Map<String, ?> counter(int number) {
    return Map.of("name", "c" + number);
  }
}
