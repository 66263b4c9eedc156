package dev.zeroback.conformance.harness;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A client's socket. Frames wait in the order of their arrival until a test expects them; every
 * frame must be expected, so that one too many fails the next expectation.
 */
public final class ClientSocket implements AutoCloseable {
  private static final long TIMEOUT_SECONDS = 5;

  private final BlockingQueue<Frame> arrived = new LinkedBlockingQueue<>();
  private final CompletableFuture<Closing> closing = new CompletableFuture<>();
  private final WebSocket socket;

  /** How the server closed a socket. */
  public record Closing(int code, String reason) {}

  private ClientSocket(HttpClient http, URI uri) {
    socket = http.newWebSocketBuilder().buildAsync(uri, new Listener()).join();
  }

  static ClientSocket open(HttpClient http, URI uri) {
    return new ClientSocket(http, uri);
  }

  public void sendText(String frame) {
    socket.sendText(frame, true).join();
  }

  public void sendBinary(byte[] bytes) {
    socket.sendBinary(java.nio.ByteBuffer.wrap(bytes), true).join();
  }

  public void send(Map<String, ?> frame) {
    sendText(Json.write(frame));
  }

  public void query(String id, String fn, Map<String, ?> args) {
    send(call("query", id, fn, args));
  }

  public void mutation(String id, String fn, Map<String, ?> args) {
    send(call("mutation", id, fn, args));
  }

  public void action(String id, String fn, Map<String, ?> args) {
    send(call("action", id, fn, args));
  }

  public void unsubscribe(String id) {
    send(Map.of("type", "unsubscribe", "id", id));
  }

  /** Subscribes and returns the first result. */
  public Object subscribe(String id, String fn, Map<String, ?> args) {
    query(id, fn, args);
    return expect("result", id).result();
  }

  /**
   * Runs a mutation that must succeed, on a socket that no update can reach, and returns its
   * result.
   */
  public Object mutate(String fn, Map<String, ?> args) {
    mutation("mutate", fn, args);
    return expect("mutationResult", "mutate").result();
  }

  /** The next frame, whatever it is. */
  public Frame next() {
    try {
      Frame frame = arrived.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      if (frame == null) {
        throw new AssertionError("No frame arrived in " + TIMEOUT_SECONDS + " s");
      }
      return frame;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A frame that has arrived, or null. */
  public Frame poll() {
    return arrived.poll();
  }

  /** The next frame, which must be of a type and for a request. */
  public Frame expect(String type, String id) {
    Frame frame = next();
    if (!type.equals(frame.type()) || !id.equals(frame.id())) {
      throw new AssertionError("Expected " + type + " for " + id + " but got " + frame);
    }
    return frame;
  }

  /** The next frame, which must be the error of a request. */
  public Frame expectError(String id) {
    return expect("error", id);
  }

  /**
   * Sends a request of its own and returns what arrived before its answer. Frames arrive in order,
   * so nothing that the server sent earlier is still to come.
   */
  public List<Frame> drain() {
    query("drain", "no:such", Map.of());
    List<Frame> before = new ArrayList<>();
    for (Frame frame = next(); !"drain".equals(frame.id()); frame = next()) {
      before.add(frame);
    }
    return before;
  }

  /** Waits until the server has closed the socket. */
  public Closing awaitClosing() {
    return closing.orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
  }

  /** Closes in order and waits for the server's part of it. */
  @Override
  public void close() {
    if (!socket.isOutputClosed()) {
      socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }
    awaitClosing();
  }

  /** Drops the connection without a word, as a lost network does. */
  public void abort() {
    socket.abort();
    closing.complete(new Closing(1006, "Aborted by the test"));
  }

  private static Map<String, Object> call(String type, String id, String fn, Map<String, ?> args) {
    Map<String, Object> frame = new LinkedHashMap<>();
    frame.put("type", type);
    frame.put("id", id);
    frame.put("fn", fn);
    frame.put("args", args);
    return frame;
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder partial = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      partial.append(data);
      if (last) {
        arrived.addAll(Frame.ofMessage(partial.toString()));
        partial.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      closing.complete(new Closing(code, reason));
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      closing.complete(new Closing(1006, String.valueOf(error.getMessage())));
    }
  }
}
