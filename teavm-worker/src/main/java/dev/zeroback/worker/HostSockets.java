package dev.zeroback.worker;

import dev.zeroback.core.port.Sockets;
import org.teavm.jso.JSObject;

/** The object's hibernatable WebSockets. */
final class HostSockets implements Sockets {
  private final Host host;

  HostSockets(Host host) {
    this.host = host;
  }

  @Override
  public void send(int socket, String frame) {
    host.send(socket, frame);
  }

  @Override
  public void close(int socket, int code, String reason) {
    host.close(socket, code, reason);
  }

  @Override
  public void authenticate(int socket, String token) {
    host.authenticate(socket, token);
  }

  @Override
  public void attach(int socket, String text) {
    host.attach(socket, text);
  }

  @Override
  public int[] open() {
    JSObject ids = host.openSockets();
    int[] open = new int[Js.length(ids)];
    for (int i = 0; i < open.length; i++) {
      open[i] = Js.intAt(ids, i);
    }
    return open;
  }

  @Override
  public String attachment(int socket) {
    return host.attachment(socket);
  }
}
