package dev.zeroback.core.testkit;

import dev.zeroback.core.port.Natives;
import dev.zeroback.core.port.TextBuffer;

/** The host's operations on the JVM. */
public final class JvmNatives implements Natives {
  @Override
  public TextBuffer newText() {
    return new JvmTextBuffer();
  }

  @Override
  public int highWord(double value) {
    return (int) (Double.doubleToRawLongBits(value) >>> 32);
  }

  @Override
  public int lowWord(double value) {
    return (int) Double.doubleToRawLongBits(value);
  }

  @Override
  public String hash(String text) {
    return TextHash.of(text);
  }
}
