package dev.zeroback.core.engine;

import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Doc;

/** Told once how a call from the server side ended. */
public interface Completion {
  /**
   * @param result may be absent
   */
  void succeeded(Doc result);

  void failed(ZerobackException error);
}
