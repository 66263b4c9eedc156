package dev.zeroback.core.engine;

import dev.zeroback.core.testkit.TestEngine;
import dev.zeroback.core.testkit.TreeDoc;
import dev.zeroback.core.testkit.TreeDocs;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A seeded session of three clients with the tasks, and the frames that they get. */
final class TodoSession {
  private static final double EVICTION_MILLIS = 10_000;
  private static final String[] PROJECTS = {"A", "B", "C"};
  private static final String[] QUERIES = {"list", "newest", "open", "picky"};

  private final Random random;
  private final int mostSubscriptions;
  private final TreeDocs docs = new TreeDocs();
  private final Map<Integer, List<String>> subscriptions = new TreeMap<>();
  private final List<String> tasks = new ArrayList<>();
  private final List<String> frames = new ArrayList<>();
  private int requests;

  /**
   * @param mostSubscriptions of each client
   */
  TodoSession(long seed, int mostSubscriptions) {
    this.random = new Random(seed);
    this.mostSubscriptions = mostSubscriptions;
  }

  /** Sends a frame in each step and returns what the clients get, whose items are sorted by id. */
  List<String> run(int steps, boolean evicts) {
    try (TestEngine engine = TodoApp.start()) {
      for (Map<String, ?> claims : List.of(Map.of("sub", "A"), Map.of("sub", "B"))) {
        subscriptions.put(engine.connect(claims), new ArrayList<>());
      }
      int anonymous = engine.connect();
      subscriptions.put(anonymous, new ArrayList<>());
      engine.send(anonymous, "{'type':'hello','protocol':2,'capabilities':['hash']}");
      List<Integer> sockets = List.copyOf(subscriptions.keySet());
      for (int step = 0; step < steps; step++) {
        int socket = sockets.get(random.nextInt(sockets.size()));
        engine.send(socket, next(subscriptions.get(socket)));
        for (int each : sockets) {
          engine.take(each).forEach(frame -> keep(each, frame));
        }
        engine.advance(EVICTION_MILLIS);
        if (evicts) {
          engine.start();
        }
      }
    }
    return frames;
  }

  @SuppressWarnings("unchecked") // frames have texts for keys
  private void keep(int socket, String text) {
    Map<String, Object> frame =
        new TreeMap<>((Map<String, Object>) TreeDoc.tree(docs.parse(text.replace('\'', '"'))));
    if (frame.get("items") instanceof List<?> items) {
      List<Object> sorted = new ArrayList<>(items);
      sorted.sort(Comparator.comparing(item -> (String) ((Map<?, ?>) item).get("id")));
      frame.put("items", sorted);
    }
    if ("mutationResult".equals(frame.get("type")) && frame.get("result") instanceof String id) {
      tasks.add(id);
    }
    // An object that wakes counts commits from the time of that, and may have to say so.
    frame.remove("ts");
    boolean tellsOnlyTheTime = List.of().equals(frame.get("items"));
    if (!tellsOnlyTheTime) {
      frames.add(socket + " " + frame);
    }
  }

  private String next(List<String> watched) {
    String id = "r" + ++requests;
    boolean write = watched.size() >= mostSubscriptions || random.nextBoolean();
    if (!write) {
      watched.add(id);
      return query(id);
    }
    if (!watched.isEmpty() && random.nextInt(4) == 0) {
      String ended = watched.remove(random.nextInt(watched.size()));
      return "{'type':'unsubscribe','id':'" + ended + "'}";
    }
    return mutation(id);
  }

  private String query(String id) {
    switch (random.nextInt(tasks.isEmpty() ? 2 : 3)) {
      case 0:
        return call("query", id, random.nextBoolean() ? "mine" : "count", "");
      case 1:
        return call("query", id, QUERIES[random.nextInt(4)], "'project':'" + project() + "'");
      default:
        return call("query", id, "get", "'id':'" + task() + "'");
    }
  }

  private String mutation(String id) {
    switch (tasks.isEmpty() ? 0 : random.nextInt(6)) {
      case 0, 1:
        return call("mutation", id, "create", "'project':'" + project() + "','text':'" + id + "'");
      case 2:
        return call("mutation", id, "finish", "'id':'" + task() + "'");
      case 3:
        return call("mutation", id, "rename", "'id':'" + task() + "','text':'renamed'");
      default:
        return call("mutation", id, "remove", "'id':'" + task() + "'");
    }
  }

  private String project() {
    return PROJECTS[random.nextInt(PROJECTS.length)];
  }

  private String task() {
    return tasks.get(random.nextInt(tasks.size()));
  }

  private static String call(String type, String id, String function, String args) {
    return String.format(
        "{'type':'%s','id':'%s','fn':'tasks:%s','args':{%s}}", type, id, function, args);
  }
}
