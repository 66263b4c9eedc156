package dev.zeroback.core.testkit;

import dev.zeroback.core.port.Sockets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sockets that remember what was sent. They outlive an engine, as real ones outlive an eviction.
 */
public final class RecordedSockets implements Sockets {
  private final Map<Integer, List<String>> frames = new TreeMap<>();
  private final Map<Integer, String> attachments = new TreeMap<>();
  private final List<String> tokens = new ArrayList<>();
  private int last;
  private int refused;

  /** Opens a socket and returns its id. */
  public int connect() {
    frames.put(++last, new ArrayList<>());
    return last;
  }

  public void disconnect(int socket) {
    frames.remove(socket);
    attachments.remove(socket);
  }

  /** The frames sent to a socket since the last call. */
  public List<String> take(int socket) {
    List<String> sent = List.copyOf(frames.get(socket));
    frames.get(socket).clear();
    return sent;
  }

  @Override
  public void send(int socket, String frame) {
    List<String> sent = frames.get(socket);
    if (sent != null) {
      sent.add(frame);
    }
  }

  @Override
  public void authenticate(int socket, String token) {
    tokens.add(socket + " " + token);
  }

  /** The sockets that asked to be signed in, each with its token. */
  public List<String> tokens() {
    return tokens;
  }

  @Override
  public void close(int socket, int code, String reason) {
    disconnect(socket);
  }

  /** From now on nothing can be attached to that socket. */
  public void refuse(int socket) {
    refused = socket;
  }

  @Override
  public void attach(int socket, String text) {
    if (socket == refused) {
      throw new IllegalStateException("The platform refuses the attachment");
    }
    if (text.length() > ATTACHMENT_CHARS || text.chars().anyMatch(unit -> unit > 0xFF)) {
      throw new IllegalArgumentException(
          "An attachment of " + text.length() + " characters does not fit");
    }
    if (frames.containsKey(socket)) {
      attachments.put(socket, text);
    }
  }

  @Override
  public int[] open() {
    return frames.keySet().stream().mapToInt(Integer::intValue).toArray();
  }

  @Override
  public String attachment(int socket) {
    return attachments.get(socket);
  }
}
