package dev.zeroback.conformance.session;

import dev.zeroback.conformance.harness.ClientSocket;
import dev.zeroback.conformance.harness.ServerObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A seeded session of several clients against the fixture app, next to a plain list of the tasks
 * that there should be. What the clients have been shown is compared with it after every step.
 */
final class RandomSession implements AutoCloseable {
  private static final List<String> WORDS = List.of("a", "b", "c", "d", "boom");

  private final Random random;
  private final List<Viewer> viewers;
  private final ClientSocket writer;
  private final List<String> projects = new ArrayList<>();
  private final Map<String, Task> tasks = new LinkedHashMap<>();
  private final Map<Object, Object> names = new HashMap<>();

  /** A task as it should be stored. */
  record Task(String id, String project, String text, boolean completed) {
    Task toggled() {
      return new Task(id, project, text, !completed);
    }

    Task movedTo(String other) {
      return new Task(id, other, text, completed);
    }
  }

  RandomSession(long seed, ServerObject object) {
    random = new Random(seed);
    writer = object.connect();
    viewers =
        List.of(
            Viewer.ofBaseProtocol(object.connect()),
            Viewer.ofProtocol2(object.connect()),
            Viewer.ofProtocol2(object.connect()));
    for (String name : List.of("A", "B", "C")) {
      String id = (String) writer.mutate("projects:create", Map.of("name", name));
      projects.add(id);
      names.put(id, name);
    }
  }

  /** Does one thing that a client may do. */
  void step() {
    Viewer viewer = viewers.get(random.nextInt(viewers.size()));
    switch (random.nextInt(10)) {
      case 0, 1, 2 -> create();
      case 3, 4 -> toggle();
      case 5 -> move();
      case 6 -> remove();
      case 7, 8 -> viewer.subscribe(LiveView.any(random, anyProject()));
      default -> viewer.unsubscribeAny(random);
    }
  }

  /** Fails unless every client has been shown exactly what there is. */
  void check() {
    for (Viewer viewer : viewers) {
      viewer.catchUp();
      viewer.check(List.copyOf(tasks.values()));
    }
  }

  /** How many differences the clients have been sent. */
  int patches() {
    return viewers.stream().mapToInt(Viewer::patches).sum();
  }

  /**
   * All that every client has been shown, frame by frame, with the same names for documents that
   * were made by the same steps.
   */
  List<String> transcript() {
    List<String> transcript = new ArrayList<>();
    for (int i = 0; i < viewers.size(); i++) {
      for (List<Viewer.Shown> frame : viewers.get(i).seen()) {
        List<String> states =
            frame.stream()
                .map(shown -> shown.frameType() + " " + shown.id() + " " + named(shown.state()))
                .toList();
        transcript.add("client " + i + ": " + states);
      }
    }
    return transcript;
  }

  private Object named(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(this::named).toList();
    }
    if (value instanceof Map<?, ?> document) {
      Map<Object, Object> named = new LinkedHashMap<>();
      document.forEach((field, inner) -> named.put(field, named(inner)));
      return named;
    }
    return names.getOrDefault(value, value);
  }

  private void create() {
    String project = anyProject();
    String text = WORDS.get(random.nextInt(WORDS.size()));
    String id = (String) writer.mutate("tasks:create", Map.of("projectId", project, "text", text));
    tasks.put(id, new Task(id, project, text, false));
    names.put(id, "document " + names.size());
  }

  private void toggle() {
    if (!tasks.isEmpty()) {
      Task task = anyTask();
      writer.mutate("tasks:toggle", Map.of("id", task.id()));
      tasks.put(task.id(), task.toggled());
    }
  }

  private void move() {
    if (!tasks.isEmpty()) {
      Task task = anyTask();
      String project = anyProject();
      writer.mutate("tasks:move", Map.of("id", task.id(), "projectId", project));
      tasks.put(task.id(), task.movedTo(project));
    }
  }

  private void remove() {
    if (!tasks.isEmpty()) {
      Task task = anyTask();
      writer.mutate("tasks:remove", Map.of("id", task.id()));
      tasks.remove(task.id());
    }
  }

  private Task anyTask() {
    return List.copyOf(tasks.values()).get(random.nextInt(tasks.size()));
  }

  private String anyProject() {
    return projects.get(random.nextInt(projects.size()));
  }

  @Override
  public void close() {
    writer.close();
    viewers.forEach(Viewer::close);
  }
}
