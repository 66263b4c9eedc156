package dev.zeroback.core.testkit;

import dev.zeroback.core.port.TextBuffer;

/** Text under construction on the JVM. */
public final class JvmTextBuffer implements TextBuffer {
  private final StringBuilder text = new StringBuilder();

  @Override
  public void append(String more) {
    text.append(more);
  }

  @Override
  public void append(char unit) {
    text.append(unit);
  }

  @Override
  public String take() {
    String taken = text.toString();
    text.setLength(0);
    return taken;
  }
}
