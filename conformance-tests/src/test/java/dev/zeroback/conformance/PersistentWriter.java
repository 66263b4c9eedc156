package dev.zeroback.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.conformance.harness.ClientSocket;
import dev.zeroback.conformance.harness.Frame;
import dev.zeroback.conformance.harness.ServerObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A client of protocol 2 that keeps a window of unanswered mutations and sends them again, with the
 * same numbers, on its next connection.
 */
final class PersistentWriter {
  private static final int WINDOW = 16;

  private final String name;
  private final String project;
  private final String session = UUID.randomUUID().toString().replace("-", "");
  private final Map<String, String> answered = new HashMap<>();
  private ClientSocket socket;
  private int lastSent;
  private int lastAnswered;

  PersistentWriter(String name, String project) {
    this.name = name;
    this.project = project;
  }

  /** Ids of the tasks created so far, by their text. */
  Map<String, String> answered() {
    return answered;
  }

  void connect(ServerObject object) {
    socket = object.connect();
    socket.send(
        Map.of("type", "hello", "protocol", 2, "session", session, "capabilities", List.of()));
    Frame hello = socket.next();
    assertThat(hello.members())
        .containsEntry("session", session)
        .containsEntry("known", lastSent > 0);
    assertThat((Integer) hello.members().get("applied")).isBetween(lastAnswered, lastSent);
    for (int seq = lastAnswered + 1; seq <= lastSent; seq++) {
      send(seq);
    }
  }

  /** Sends as many mutations as may be unanswered. */
  void fillWindow() {
    while (lastSent - lastAnswered < WINDOW) {
      send(++lastSent);
    }
  }

  void awaitAnswer() {
    int before = lastAnswered;
    while (lastAnswered == before) {
      take(socket.next());
    }
  }

  /** The connection was lost; what arrived before counts. */
  void disconnected() {
    socket.awaitClosing();
    for (Frame frame = socket.poll(); frame != null; frame = socket.poll()) {
      take(frame);
    }
  }

  /** Waits for every answer. */
  void finish() {
    while (lastAnswered < lastSent) {
      awaitAnswer();
    }
    socket.close();
  }

  private void take(Frame frame) {
    if (frame.type().equals("updates")) {
      return;
    }
    // Mutations of one session are answered in their order.
    assertThat(frame.text()).startsWith("{\"type\":\"mutationResult\"");
    lastAnswered++;
    assertThat(frame.id()).isEqualTo("m" + lastAnswered);
    answered.put(text(lastAnswered), (String) frame.result());
  }

  private void send(int seq) {
    socket.send(
        Map.of(
            "type",
            "mutation",
            "id",
            "m" + seq,
            "fn",
            "tasks:create",
            "args",
            Map.of("projectId", project, "text", text(seq)),
            "seq",
            seq,
            "ack",
            lastAnswered));
  }

  private String text(int seq) {
    return name + "-" + seq;
  }
}
