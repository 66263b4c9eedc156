package dev.zeroback.conformance.session;

import static java.util.Comparator.comparing;
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
  private final Map<String, List<?>> lists = new LinkedHashMap<>();
  private final Map<String, Object> hashes = new LinkedHashMap<>();
  private final List<List<Shown>> seen = new ArrayList<>();
  private int lastId;
  private int patches;

  /** A live query's new state, as one frame of a type showed it. */
  record Shown(String frameType, String id, Object state) {}

  private Viewer(ClientSocket socket) {
    this.socket = socket;
  }

  static Viewer ofBaseProtocol(ClientSocket socket) {
    return new Viewer(socket);
  }

  /** A client that takes differences. */
  static Viewer ofProtocol2(ClientSocket socket) {
    socket.send(Map.of("type", "hello", "protocol", 2, "capabilities", List.of("hash", "patch")));
    socket.next();
    return new Viewer(socket);
  }

  /** How many differences it has been sent. */
  int patches() {
    return patches;
  }

  /**
   * All that it has been shown, frame by frame; the items of one frame, which may come in any
   * order, are sorted by id.
   */
  List<List<Shown>> seen() {
    return seen;
  }

  /** Subscribes and waits for the first answer. */
  void subscribe(LiveView view) {
    String id = "q" + ++lastId;
    views.put(id, view);
    socket.query(id, view.fn(), view.args());
    show(socket.next());
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
    socket.drain().forEach(this::show);
  }

  void check(List<Task> stored) {
    views.forEach(
        (id, view) -> assertThat(shown.get(id)).as("%s", view).isEqualTo(view.expected(stored)));
  }

  void close() {
    socket.close();
  }

  private void show(Frame frame) {
    List<Map<String, Object>> answers =
        frame.type().equals("updates") ? frame.items() : List.of(frame.members());
    List<Shown> states = new ArrayList<>();
    for (Map<String, Object> answer : answers) {
      show(answer);
      String id = (String) answer.get("id");
      states.add(new Shown(frame.type(), id, shown.get(id)));
    }
    states.sort(comparing(Shown::id));
    seen.add(states);
  }

  private void show(Map<String, Object> answer) {
    String id = (String) answer.get("id");
    assertThat(views).as("%s answers a live query", answer).containsKey(id);
    Object before = shown.get(id);
    Object result = answer.get("result");
    if (answer.get("patch") instanceof Map<?, ?> patch) {
      assertThat(answer).containsEntry("base", hashes.get(id));
      result = Patches.apply(lists.get(id), patch);
      patches++;
    }
    if (result instanceof List<?> list) {
      lists.put(id, list);
    }
    if (answer.containsKey("hash")) {
      hashes.put(id, answer.get("hash"));
    }
    Object now = result == null ? LiveView.ERROR : comparable(result);
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
