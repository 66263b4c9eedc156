package dev.zeroback.conformance.harness;

import java.net.URI;
import java.util.Map;

/** One Durable Object, addressed by name under {@code /t/<name>}, with data that no other has. */
public final class ServerObject extends Endpoint {
  private final Server server;
  private final String name;

  ServerObject(Server server, String name) {
    this.server = server;
    this.name = name;
  }

  /** Takes the object out of memory if it is there; its sockets stay open. */
  public void evict() {
    server.evict(name);
  }

  /** Runs any function with the admin key. */
  public Answer run(String fn, Map<String, ?> args) {
    return send(
        postRequest("/__admin/run", Json.write(Map.of("fn", fn, "args", args)))
            .header("Authorization", "Bearer " + Server.ADMIN_KEY));
  }

  @Override
  URI base() {
    return server.origin().resolve("/t/" + name);
  }
}
