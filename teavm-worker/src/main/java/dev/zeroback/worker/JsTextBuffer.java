package dev.zeroback.worker;

import dev.zeroback.core.port.TextBuffer;
import org.teavm.interop.NoSideEffects;
import org.teavm.jso.JSBody;
import org.teavm.jso.core.JSString;

/**
 * Text under construction as a native string: engines make {@code +=} a rope and flatten it once.
 */
final class JsTextBuffer implements TextBuffer {
  private JSString text = empty();

  @Override
  public void append(String more) {
    text = concat(text, more);
  }

  @Override
  public void append(char unit) {
    text = concat(text, unit);
  }

  @Override
  public String take() {
    String taken = text.stringValue();
    text = empty();
    return taken;
  }

  @JSBody(script = "return ''")
  @NoSideEffects
  private static native JSString empty();

  @JSBody(
      params = {"text", "more"},
      script = "return text + more")
  @NoSideEffects
  private static native JSString concat(JSString text, String more);

  @JSBody(
      params = {"text", "unit"},
      script = "return text + String.fromCharCode(unit)")
  @NoSideEffects
  private static native JSString concat(JSString text, int unit);
}
