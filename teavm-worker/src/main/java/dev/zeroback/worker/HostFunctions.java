package dev.zeroback.worker;

import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.FunctionHost;

/** Starts the user's handlers. */
final class HostFunctions implements FunctionHost {
  private final Host host;

  HostFunctions(Host host) {
    this.host = host;
  }

  @Override
  public void start(int run, String function, Doc args) {
    host.startFunction(run, function, JsDoc.unwrap(args));
  }
}
