package dev.zeroback.worker;

import dev.zeroback.core.port.Alarm;

/** The object's alarm. */
final class HostAlarm implements Alarm {
  private final Host host;

  HostAlarm(Host host) {
    this.host = host;
  }

  @Override
  public void set(double atUnixMillis) {
    host.setAlarm(atUnixMillis);
  }

  @Override
  public void clear() {
    host.clearAlarm();
  }
}
