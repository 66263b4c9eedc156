package dev.zeroback.conformance.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.conformance.harness.ClientSocket;
import dev.zeroback.conformance.harness.Frame;
import dev.zeroback.conformance.session.RandomSession.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A client with live queries and what it has been shown of them. */
final class Viewer {
  private final ClientSocket socket;
  private final Map<String, LiveView> views = new LinkedHashMap<>();
  private final Map<String, Object> shown = new LinkedHashMap<>();
  private int lastId;

  Viewer(ClientSocket socket) {
    this.socket = socket;
  }

  /** Subscribes and waits for the first answer. */
  void subscribe(LiveView view) {
    String id = "q" + ++lastId;
    views.put(id, view);
    socket.query(id, view.fn(), view.args());
    show(socket.next().members());
  }

  void unsubscribeAny(Random random) {
    if (!views.isEmpty()) {
      String id = new ArrayList<>(views.keySet()).get(random.nextInt(views.size()));
      views.remove(id);
      shown.remove(id);
      socket.unsubscribe(id);
    }
  }

  /** Takes in everything that the server has sent so far. */
  void catchUp() {
    for (Frame frame : socket.drain()) {
      if (frame.type().equals("updates")) {
        frame.items().forEach(this::show);
      } else {
        show(frame.members());
      }
    }
  }

  void check(List<Task> stored) {
    views.forEach(
        (id, view) -> assertThat(shown.get(id)).as("%s", view).isEqualTo(view.expected(stored)));
  }

  void close() {
    socket.close();
  }

  private void show(Map<String, Object> answer) {
    String id = (String) answer.get("id");
    assertThat(views).as("%s answers a live query", answer).containsKey(id);
    Object before = shown.get(id);
    Object now = answer.containsKey("result") ? comparable(answer.get("result")) : LiveView.ERROR;
    assertThat(now).as("an answer that was shown already").isNotEqualTo(before);
    shown.put(id, now);
  }

  private static Object comparable(Object result) {
    return result instanceof List<?> list
        ? list.stream().map(Viewer::withoutCreationTime).toList()
        : result;
  }

  private static Object withoutCreationTime(Object element) {
    if (!(element instanceof Map<?, ?> document)) {
      return element;
    }
    Map<Object, Object> rest = new LinkedHashMap<>(document);
    rest.remove("_creationTime");
    return rest;
  }
}
