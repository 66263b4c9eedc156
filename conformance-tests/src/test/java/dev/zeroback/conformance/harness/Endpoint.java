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

/** The address of an app's object, as clients and programs use it. */
public abstract class Endpoint {
  private static final int ATTEMPTS = 5;
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** The endpoint at a fixed address. */
  public static Endpoint at(URI base) {
    return new Endpoint() {
      @Override
      URI base() {
        return base;
      }
    };
  }

  /** The address, without a slash at its end. */
  abstract URI base();

  /** The address that clients get. */
  public URI socketAddress() {
    return URI.create(uri("/ws").toString().replaceFirst("^http", "ws"));
  }

  /** Opens a socket of the base protocol. */
  public ClientSocket connect() {
    return ClientSocket.open(HTTP, socketAddress());
  }

  public Answer get(String path) {
    return send(request(path).GET());
  }

  /** Posts a JSON body. */
  public Answer post(String path, Object body) {
    return send(postRequest(path, Json.write(body)));
  }

  /** A request to a path of this object, for tests that need a special one. */
  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(10));
  }

  /** A request with a JSON body. */
  public HttpRequest.Builder postRequest(String path, String body) {
    return request(path)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body));
  }

  /** Sends a request, again if the kept connection that it took had just been ended. */
  public Answer send(HttpRequest.Builder request) {
    for (int attempt = 1; ; attempt++) {
      try {
        HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.headers(), response.body());
      } catch (IOException e) {
        // workerd ends a connection after a request whose body the Worker did not read.
        if (attempt == ATTEMPTS) {
          throw new UncheckedIOException(e);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  private URI uri(String path) {
    return URI.create(base() + path);
  }
}
