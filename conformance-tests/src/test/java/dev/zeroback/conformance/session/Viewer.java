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
  private final boolean isOfProtocol2;
  private final Map<String, LiveView> views = new LinkedHashMap<>();
  private final Map<String, Object> shown = new LinkedHashMap<>();
  private final Map<String, List<?>> lists = new LinkedHashMap<>();
  private final Map<String, Object> hashes = new LinkedHashMap<>();
  private final List<List<Shown>> seen = new ArrayList<>();
  private int lastId;
  private int patches;
  private long shownTs;

  /** A live query's new state, as one frame of a type showed it. */
  record Shown(String frameType, String id, Object state) {}

  private Viewer(ClientSocket socket, boolean isOfProtocol2) {
    this.socket = socket;
    this.isOfProtocol2 = isOfProtocol2;
  }

  static Viewer ofBaseProtocol(ClientSocket socket) {
    return new Viewer(socket, false);
  }

  /** A client that takes differences. */
  static Viewer ofProtocol2(ClientSocket socket) {
    socket.send(Map.of("type", "hello", "protocol", 2, "capabilities", List.of("hash", "patch")));
    assertThat(socket.next().members())
        .containsEntry("type", "hello")
        .containsEntry("capabilities", List.of("hash", "patch"));
    return new Viewer(socket, true);
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
    checkProtocol(frame, answers);
    List<Shown> states = new ArrayList<>();
    for (Map<String, Object> answer : answers) {
      show(answer);
      String id = (String) answer.get("id");
      states.add(new Shown(frame.type(), id, shown.get(id)));
    }
    states.sort(comparing(Shown::id));
    seen.add(states);
  }

  /** Protocol 2 moves from commit to commit in transitions; the base protocol has nothing of it. */
  private void checkProtocol(Frame frame, List<Map<String, Object>> answers) {
    if (!isOfProtocol2) {
      assertThat(frame.type()).as("%s", frame).isIn("result", "update", "updates", "error");
      assertThat(frame.members()).doesNotContainKeys("ts", "hash");
      assertThat(answers).allSatisfy(a -> assertThat(a).doesNotContainKeys("hash", "patch"));
      return;
    }
    assertThat(frame.type()).as("%s", frame).isIn("result", "updates", "error");
    if (!frame.type().equals("error")) {
      assertThat(frame.ts()).as("%s", frame).isGreaterThanOrEqualTo(shownTs);
      shownTs = frame.ts();
    }
    if (frame.type().equals("updates")) {
      assertThat(answers).isNotEmpty();
      assertThat(answers).extracting(answer -> answer.get("id")).doesNotHaveDuplicates();
    }
  }

  private void show(Map<String, Object> answer) {
    String id = (String) answer.get("id");
    assertThat(views).as("%s answers a live query", answer).containsKey(id);
    Object before = shown.get(id);
    Object now = isError(answer) ? LiveView.ERROR : comparable(resultOf(id, answer));
    assertThat(now).as("an answer that was shown already").isNotEqualTo(before);
    shown.put(id, now);
  }

  /** The state of a query that threw: a frame of its own, or the error of an item. */
  private static boolean isError(Map<String, Object> answer) {
    Object error = "error".equals(answer.get("type")) ? answer : answer.get("error");
    if (error == null) {
      return false;
    }
    assertThat(((Map<?, ?>) error).get("code")).as("%s", answer).isEqualTo("app_error");
    assertThat(answer).doesNotContainKeys("result", "patch", "hash");
    return true;
  }

  private Object resultOf(String id, Map<String, Object> answer) {
    Object result = answer.get("result");
    if (answer.get("patch") instanceof Map<?, ?> patch) {
      assertThat(answer).containsEntry("base", hashes.get(id)).doesNotContainKey("result");
      result = Patches.apply(lists.get(id), patch);
      patches++;
    }
    assertThat(result).as("%s", answer).isNotNull();
    if (isOfProtocol2) {
      assertThat(answer.get("hash")).as("%s", answer).isInstanceOf(String.class);
      hashes.put(id, answer.get("hash"));
    }
    if (result instanceof List<?> list) {
      lists.put(id, list);
    }
    return result;
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
