package dev.zeroback.conformance.harness;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A local Worker with storage of its own. Each test takes an object of its own from it. */
public final class Server implements AutoCloseable {
  /** The value of {@code ZEROBACK_ADMIN_KEY} in every server. */
  public static final String ADMIN_KEY = "conformance-admin-key";

  private static final AtomicInteger LAST_OBJECT = new AtomicInteger();

  private final int id;
  private final URI origin;

  private Server(int id, URI origin) {
    this.id = id;
    this.origin = origin;
  }

  /** Serves an app as it would run in production. */
  public static Server production(App app) {
    return start(app, Map.of());
  }

  /** Serves an app with the settings of {@code zeroback dev}. */
  public static Server development(App app) {
    return start(app, Map.of("ZEROBACK_DEV", "true"));
  }

  private static Server start(App app, Map<String, String> settings) {
    Map<String, String> variables = new HashMap<>(settings);
    variables.put("ZEROBACK_ADMIN_KEY", ADMIN_KEY);
    Map<?, ?> answer =
        (Map<?, ?>)
            Launcher.shared()
                .run(
                    "startServer",
                    Map.of(
                        "folder", app.folder().toString(),
                        "entry", app.entry(),
                        "variables", variables));
    return new Server((Integer) answer.get("server"), URI.create((String) answer.get("url")));
  }

  /** An object that no other test uses. */
  public ServerObject newObject() {
    return new ServerObject(this, "object" + LAST_OBJECT.incrementAndGet());
  }

  /** Ends the server in order and starts it again, on the same storage and at the same address. */
  public void restart() {
    Launcher.shared().run("restartServer", Map.of("server", id));
  }

  /** Ends the server in order; {@link #restart} brings it back. */
  public void end() {
    Launcher.shared().run("endServer", Map.of("server", id));
  }

  /** Kills workerd as a power cut would; {@link #restart} brings it back. */
  public void kill() {
    Launcher.shared().run("killServer", Map.of("server", id));
  }

  public URI origin() {
    return origin;
  }

  void evict(String object) {
    Launcher.shared().run("evict", Map.of("server", id, "object", object));
  }

  @Override
  public void close() {
    Launcher.shared().run("stopServer", Map.of("server", id));
  }
}
