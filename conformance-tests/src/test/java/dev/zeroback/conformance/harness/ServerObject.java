package dev.zeroback.conformance.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** One Durable Object, addressed by name under {@code /t/<name>}, with data that no other has. */
public final class ServerObject {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Server server;
  private final String name;

  ServerObject(Server server, String name) {
    this.server = server;
    this.name = name;
  }

  public String name() {
    return name;
  }

  /** Opens a socket of the base protocol. */
  public ClientSocket connect() {
    return ClientSocket.open(HTTP, URI.create(uri("/ws").toString().replaceFirst("^http", "ws")));
  }

  /** Takes the object out of memory if it is there; its sockets stay open. */
  public void evict() {
    server.evict(name);
  }

  public Answer get(String path) {
    return send(request(path).GET());
  }

  /** Posts a JSON body. */
  public Answer post(String path, Object body) {
    return send(postRequest(path, Json.write(body)));
  }

  /** Runs any function with the admin key. */
  public Answer run(String fn, Map<String, ?> args) {
    return send(
        postRequest("/__admin/run", Json.write(Map.of("fn", fn, "args", args)))
            .header("Authorization", "Bearer " + Server.ADMIN_KEY));
  }

  /** A request to a path of this object, for tests that need a special one. */
  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(10));
  }

  public Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.headers(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private HttpRequest.Builder postRequest(String path, String body) {
    return request(path)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body));
  }

  private URI uri(String path) {
    return server.origin().resolve("/t/" + name + path);
  }
}
