package dev.zeroback.worker;

import dev.zeroback.core.port.Natives;
import dev.zeroback.core.port.TextBuffer;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** Operations that JavaScript does faster than compiled Java. */
final class JsNatives implements Natives {
  /** Two views of the same eight bytes; the word order is little-endian on every host of V8. */
  private final JSObject words = newWords();

  private final TextHash hash = new TextHash();

  @Override
  public TextBuffer newText() {
    return new JsTextBuffer();
  }

  @Override
  public int highWord(double value) {
    return word(words, value, 1);
  }

  @Override
  public int lowWord(double value) {
    return word(words, value, 0);
  }

  @Override
  public String hash(String text) {
    return hash.of(text);
  }

  @JSBody(
      script = "const real = new Float64Array(1); return {real, ints: new Int32Array(real.buffer)}")
  private static native JSObject newWords();

  @JSBody(
      params = {"words", "value", "index"},
      script = "words.real[0] = value; return words.ints[index]")
  private static native int word(JSObject words, double value, int index);
}
