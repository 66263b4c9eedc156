package dev.zeroback.conformance;

import dev.zeroback.conformance.harness.App;
import dev.zeroback.conformance.harness.ClientSocket;
import dev.zeroback.conformance.harness.Server;
import dev.zeroback.conformance.harness.ServerObject;
import java.util.List;
import java.util.Map;

/** The fixture app {@code basics}: projects with tasks, and counters. */
public final class Basics {
  private static final Server SERVER = Server.production(App.BASICS);

  private Basics() {}

  /** An empty database on the server that all tests share. */
  public static ServerObject newObject() {
    return SERVER.newObject();
  }

  /** Creates a project on a socket without subscriptions and returns its id. */
  static String newProject(ClientSocket socket, String name) {
    return (String) socket.mutate("projects:create", Map.of("name", name));
  }

  /** Creates a task on a socket without subscriptions and returns its id. */
  static String newTask(ClientSocket socket, String projectId, String text) {
    return (String) socket.mutate("tasks:create", Map.of("projectId", projectId, "text", text));
  }

  /** How often handlers have run that count under a key. */
  static int runs(ClientSocket socket, String key) {
    socket.action("runs", "probe:runs", Map.of("key", key));
    return (Integer) socket.expect("actionResult", "runs").result();
  }

  /** One field of each document of a result, in order. */
  static List<Object> field(Object documents, String name) {
    return ((List<?>) documents).stream().<Object>map(d -> ((Map<?, ?>) d).get(name)).toList();
  }
}
