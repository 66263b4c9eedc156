package dev.zeroback.worker;

import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.Docs;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSExceptions;
import org.teavm.jso.JSObject;

/** Makes native values; JSON is the host's, with the tags that {@code @zeroback/values} defines. */
final class JsDocs implements Docs {
  private final Host host;
  private final Doc absent = new JsDoc(Js.undefined());
  private final Doc nullValue = new JsDoc(Js.nullValue());

  JsDocs(Host host) {
    this.host = host;
  }

  @Override
  public Doc parse(String json) {
    JSObject value = parse(host, json);
    return Js.isUndefined(value) ? null : new JsDoc(value);
  }

  @Override
  public String stringify(Doc value) {
    try {
      return host.stringifyValue(JsDoc.unwrap(value));
    } catch (RuntimeException refused) {
      throw new NotJson(Errors.message(JSExceptions.getJSException(refused)));
    }
  }

  @Override
  public String number(double value) {
    return Js.decimal(value);
  }

  @Override
  public Doc comparable(String json, Doc value) {
    return new JsDoc(host.comparable(json, JsDoc.unwrap(value)));
  }

  @Override
  public boolean surelyEqual(Doc a, Doc b) {
    return host.surelyEqual(JsDoc.unwrap(a), JsDoc.unwrap(b));
  }

  @Override
  public int commonStart(Doc a, Doc b) {
    return host.commonStart(JsDoc.unwrap(a), JsDoc.unwrap(b));
  }

  @Override
  public int commonEnd(Doc a, Doc b, int from) {
    return host.commonEnd(JsDoc.unwrap(a), JsDoc.unwrap(b), from);
  }

  @Override
  public Doc spliced(Doc array, int from, int to, Doc elements) {
    return new JsDoc(spliced(JsDoc.unwrap(array), from, to, JsDoc.unwrap(elements)));
  }

  @Override
  public Doc copy(Doc value) {
    return new JsDoc(host.copyOf(JsDoc.unwrap(value)));
  }

  @Override
  public boolean replace(Doc documents, Doc document) {
    return host.replaceIn(JsDoc.unwrap(documents), JsDoc.unwrap(document));
  }

  @Override
  public void putAt(Doc documents, int place, int removed, Doc document) {
    host.putAt(JsDoc.unwrap(documents), place, removed, JsDoc.unwrap(document));
  }

  @Override
  public Doc patched(Doc object, Doc members) {
    return new JsDoc(host.patched(JsDoc.unwrap(object), JsDoc.unwrap(members)));
  }

  @Override
  public Doc absent() {
    return absent;
  }

  @Override
  public Doc nullValue() {
    return nullValue;
  }

  @Override
  public Doc of(String value) {
    return new JsDoc(Js.of(value));
  }

  @Override
  public Doc of(double value) {
    return new JsDoc(Js.of(value));
  }

  @Override
  public Doc of(boolean value) {
    return new JsDoc(Js.of(value));
  }

  @Override
  public ArrayBuilder array() {
    return new NativeArray();
  }

  @Override
  public ObjectBuilder object() {
    return new NativeObject();
  }

  /** The host throws a SyntaxError for malformed text; no JSON text means {@code undefined}. */
  @JSBody(
      params = {"host", "json"},
      script =
          "try { return host.parseValue(json) }"
              + " catch (error) { if (error instanceof SyntaxError) return undefined; throw error }")
  private static native JSObject parse(Host host, String json);

  @JSBody(
      params = {"array", "from", "to", "elements"},
      script =
          "if (elements.length !== to - from)"
              + "  return array.slice(0, from).concat(elements, array.slice(to));"
              + "for (let i = from; i < to; i++) array[i] = elements[i - from];"
              + "return array")
  private static native JSObject spliced(JSObject array, int from, int to, JSObject elements);

  private static final class NativeArray implements ArrayBuilder {
    private final JSObject array = Js.newArray();

    @Override
    public void add(Doc element) {
      Js.push(array, JsDoc.unwrap(element));
    }

    @Override
    public Doc build() {
      return new JsDoc(array);
    }
  }

  private static final class NativeObject implements ObjectBuilder {
    private final JSObject object = Js.newObject();

    @Override
    public void set(String key, Doc value) {
      Js.set(object, key, JsDoc.unwrap(value));
    }

    @Override
    public Doc build() {
      return new JsDoc(object);
    }
  }
}
