package dev.zeroback.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.conformance.harness.ClientSocket;
import dev.zeroback.conformance.harness.ServerObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a write costs when thousands of different live queries are watched. */
class ManyQueriesTest {
  private static final int SOCKETS = 20;
  private static final int QUERIES_OF_A_SOCKET = 250;
  private static final int QUERIES = SOCKETS * QUERIES_OF_A_SOCKET;
  private static final String GROUP = "many queries";

  private final ServerObject object = Basics.newObject();
  private final ClientSocket writer = object.connect();
  private final List<ClientSocket> readers = new ArrayList<>();

  @AfterEach
  void closeSockets() {
    readers.forEach(ClientSocket::close);
    writer.close();
  }

  @Test
  void writeThatTouchesOneOf5000LiveQueries_runsThatOneOnce() {
    for (int i = 0; i < SOCKETS; i++) {
      readers.add(subscriber(i * QUERIES_OF_A_SOCKET));
    }
    int runs = Basics.runs(writer, GROUP);
    assertThat(runs).isEqualTo(QUERIES);
    for (int touched : new int[] {0, QUERIES / 2, QUERIES - 1}) {
      writer.mutate("counters:increment", Map.of("name", "c" + touched));
      ClientSocket reader = readers.get(touched / QUERIES_OF_A_SOCKET);
      assertThat(reader.expect("update", "q" + touched).result()).isEqualTo(1);
      assertThat(Basics.runs(writer, GROUP)).isEqualTo(++runs);
    }
    for (ClientSocket reader : readers) {
      assertThat(reader.drain()).isEmpty();
    }
  }

  /** A socket with live queries of consecutive counters, which do not exist yet. */
  private ClientSocket subscriber(int first) {
    ClientSocket reader = object.connect();
    for (int i = first; i < first + QUERIES_OF_A_SOCKET; i++) {
      reader.query("q" + i, "counters:readInGroup", Map.of("name", "c" + i, "group", GROUP));
    }
    for (int i = first; i < first + QUERIES_OF_A_SOCKET; i++) {
      assertThat(reader.expect("result", "q" + i).result()).isEqualTo(0);
    }
    return reader;
  }
}
