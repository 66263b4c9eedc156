package dev.zeroback.core.simulation;

import dev.zeroback.core.engine.Ports;
import java.util.List;
import java.util.function.Supplier;

/**
 * Listens at the engine's boundary: to what its host calls, and to what it asks of its host
 * meanwhile. This one keeps nothing.
 */
class Recording {
  /** The ports that an engine gets in place of {@code ports}. */
  Ports around(Ports ports) {
    return ports;
  }

  /**
   * The host makes a call, which is done by {@code body}.
   *
   * @param method as {@code engine.d.ts} of the worker has it
   */
  <T> T call(String method, List<?> args, Supplier<T> body) {
    return body.get();
  }

  /** The engine has told a caller something. */
  void told(String event, Object... details) {}

  /** What is called in {@code body} comes to nothing, because the process dies in it. */
  void doomed(Runnable body) {
    body.run();
  }
}
