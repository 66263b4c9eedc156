package dev.zeroback.worker;

import org.teavm.interop.NoSideEffects;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/**
 * The operations on native values that the adapters are made of; each compiles to the expression it
 * holds.
 */
final class Js {
  private Js() {}

  @JSBody(script = "return undefined")
  @NoSideEffects
  static native JSObject undefined();

  @JSBody(script = "return null")
  @NoSideEffects
  static native JSObject nullValue();

  @JSBody(params = "value", script = "return value === undefined")
  @NoSideEffects
  static native boolean isUndefined(JSObject value);

  @JSBody(params = "value", script = "return value === null")
  @NoSideEffects
  static native boolean isNull(JSObject value);

  @JSBody(params = "value", script = "return value")
  @NoSideEffects
  static native JSObject of(String value);

  @JSBody(params = "value", script = "return value")
  @NoSideEffects
  static native JSObject of(double value);

  @JSBody(params = "value", script = "return value")
  @NoSideEffects
  static native JSObject of(int value);

  // TeaVM keeps booleans as 0 and 1.
  @JSBody(params = "value", script = "return !!value")
  @NoSideEffects
  static native JSObject of(boolean value);

  @JSBody(params = "value", script = "return value")
  @NoSideEffects
  static native double number(JSObject value);

  @JSBody(params = "value", script = "return value")
  @NoSideEffects
  static native boolean bool(JSObject value);

  @JSBody(params = "value", script = "return value")
  @NoSideEffects
  static native String string(JSObject value);

  @JSBody(script = "return []")
  static native JSObject newArray();

  @JSBody(script = "return {}")
  static native JSObject newObject();

  @JSBody(
      params = {"array", "value"},
      script = "array.push(value)")
  static native void push(JSObject array, JSObject value);

  @JSBody(
      params = {"array", "value"},
      script = "array.push(value)")
  static native void push(JSObject array, String value);

  @JSBody(
      params = {"array", "value"},
      script = "array.push(value)")
  static native void push(JSObject array, double value);

  @JSBody(params = "array", script = "array.length = 0")
  static native void clear(JSObject array);

  @JSBody(params = "array", script = "return array.length")
  @NoSideEffects
  static native int length(JSObject array);

  @JSBody(
      params = {"array", "index"},
      script = "return array[index]")
  @NoSideEffects
  static native JSObject at(JSObject array, int index);

  @JSBody(
      params = {"array", "index"},
      script = "return array[index]")
  @NoSideEffects
  static native String stringAt(JSObject array, int index);

  @JSBody(
      params = {"array", "index"},
      script = "return array[index]")
  @NoSideEffects
  static native double numberAt(JSObject array, int index);

  @JSBody(
      params = {"array", "index"},
      script = "return array[index]")
  @NoSideEffects
  static native int intAt(JSObject array, int index);

  @JSBody(
      params = {"object", "name"},
      script = "return Object.hasOwn(object, name) ? object[name] : undefined")
  @NoSideEffects
  static native JSObject own(JSObject object, String name);

  @JSBody(params = "object", script = "return Object.keys(object)")
  @NoSideEffects
  static native JSObject keys(JSObject object);

  @JSBody(params = "value", script = "return '' + value")
  @NoSideEffects
  static native String decimal(double value);

  @JSBody(
      params = {"object", "name", "value"},
      script =
          "if (name === '__proto__')"
              + " Object.defineProperty(object, name, {value, enumerable: true, configurable: true, writable: true});"
              + " else object[name] = value")
  static native void set(JSObject object, String name, JSObject value);
}
