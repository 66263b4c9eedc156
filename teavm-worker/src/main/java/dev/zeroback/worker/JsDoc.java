package dev.zeroback.worker;

import dev.zeroback.core.port.Doc;
import org.teavm.interop.NoSideEffects;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSBigInt;

/** A handle to a native JavaScript value. */
final class JsDoc implements Doc {
  final JSObject value;

  /** {@link Doc#kind()}, or -1 before it was asked for. */
  private int kind = -1;

  /** The own keys of an object or the byte view of a buffer, made when first looked into. */
  private JSObject contents;

  JsDoc(JSObject value) {
    this.value = value;
  }

  /** The native value behind {@code doc}. */
  static JSObject unwrap(Doc doc) {
    return doc == null ? Js.undefined() : ((JsDoc) doc).value;
  }

  @Override
  public int kind() {
    if (kind < 0) {
      kind = kindOf(value);
    }
    return kind;
  }

  @Override
  public double number() {
    return Js.number(value);
  }

  @Override
  public String string() {
    return Js.string(value);
  }

  @Override
  public boolean isWellFormed() {
    return isWellFormed(value);
  }

  @Override
  public boolean bool() {
    return Js.bool(value);
  }

  @Override
  public long int64() {
    return ((JSBigInt) value).longValue();
  }

  @Override
  public int size() {
    return Js.length(kind() == ARRAY ? value : contents());
  }

  @Override
  public int byteAt(int index) {
    return Js.intAt(contents(), index);
  }

  @Override
  public Doc at(int index) {
    return new JsDoc(Js.at(value, index));
  }

  @Override
  public String keyAt(int index) {
    return Js.stringAt(contents(), index);
  }

  @Override
  public Doc field(String name) {
    return new JsDoc(kind() == OBJECT ? Js.own(value, name) : Js.undefined());
  }

  @Override
  public String foreignName() {
    return foreignNameOf(value);
  }

  private JSObject contents() {
    if (contents == null) {
      contents = kind() == BYTES ? bytes(value) : Js.keys(value);
    }
    return contents;
  }

  @JSBody(
      params = "value",
      script =
          "switch (typeof value) {"
              + "  case 'undefined': return 0;"
              + "  case 'bigint': return BigInt.asIntN(64, value) === value ? 2 : 9;"
              + "  case 'number': return 3;"
              + "  case 'boolean': return 4;"
              + "  case 'string': return 5;"
              + "  case 'object': break;"
              + "  default: return 9;"
              + "}"
              + "if (value === null) return 1;"
              + "if (Array.isArray(value)) return 7;"
              + "if (value instanceof ArrayBuffer) return 6;"
              + "const proto = Object.getPrototypeOf(value);"
              // A prototype without a prototype is Object.prototype, of this realm or another.
              + "return proto === null || Object.getPrototypeOf(proto) === null ? 8 : 9;")
  @NoSideEffects
  private static native int kindOf(JSObject value);

  @JSBody(params = "text", script = "return text.isWellFormed()")
  @NoSideEffects
  private static native boolean isWellFormed(JSObject text);

  @JSBody(params = "buffer", script = "return new Uint8Array(buffer)")
  @NoSideEffects
  private static native JSObject bytes(JSObject buffer);

  @JSBody(
      params = "value",
      script =
          "if (typeof value === 'bigint') return 'bigint out of range';"
              + "if (typeof value !== 'object') return typeof value;"
              + "const maker = value.constructor;"
              + "return typeof maker === 'function' && maker.name ? maker.name : 'object';")
  @NoSideEffects
  private static native String foreignNameOf(JSObject value);
}
