package dev.zeroback.cli.node;

import java.util.function.Consumer;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSClass;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSModule;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSTopLevel;

/** {@code node:net}. */
@JSClass
@JSModule("node:net")
final class NodeNet implements JSObject {
  private NodeNet() {}

  @JSTopLevel
  static native JSObject createServer();

  /**
   * Tells whether {@code port} can be bound on both loopback addresses, as far as the machine has
   * them.
   */
  static void whenPortChecked(int port, Consumer<Boolean> free) {
    tryBind(
        createServer(),
        port,
        "127.0.0.1",
        first -> {
          if (first) {
            tryBind(createServer(), port, "::1", free::accept);
          } else {
            free.accept(false);
          }
        });
  }

  @JSBody(
      params = {"server", "port", "host", "free"},
      script =
          "server.once('error', function(error) { free(error.code !== 'EADDRINUSE') });"
              + "server.listen({ port: port, host: host }, function() {"
              + " server.close(function() { free(true) }) })")
  private static native void tryBind(JSObject server, int port, String host, Flag free);

  @JSFunctor
  interface Flag extends JSObject {
    void accept(boolean value);
  }
}
