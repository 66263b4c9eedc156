package dev.zeroback.worker;

import dev.zeroback.core.port.Log;

/** The Worker's log. */
final class HostLog implements Log {
  private final Host host;

  HostLog(Host host) {
    this.host = host;
  }

  @Override
  public void error(String message) {
    host.logError(message);
  }
}
