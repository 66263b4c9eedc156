package dev.zeroback.worker;

import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.validator.Validator;
import dev.zeroback.core.value.DocumentId;
import dev.zeroback.core.value.Keys;
import dev.zeroback.core.value.ValueOrder;
import org.teavm.jso.JSExport;
import org.teavm.jso.JSExportClasses;
import org.teavm.jso.JSObject;

/**
 * The exports of the strict {@code engine.js}: those of {@link WorkerModule}, and the parts of the
 * engine that the vectors under {@code core/src/test/resources/vectors} are replayed in.
 */
@JSExportClasses(WorkerEngine.class)
public final class VectorModule {
  private VectorModule() {}

  @JSExport
  public static WorkerEngine createEngine(JSObject hostObject, JSObject program) {
    return WorkerModule.createEngine(hostObject, program);
  }

  @JSExport
  public static String keyOf(JSObject value) {
    return new Keys(new JsNatives()).encode(new JsDoc(value));
  }

  @JSExport
  public static int compare(JSObject a, JSObject b) {
    return ValueOrder.compare(new JsDoc(a), new JsDoc(b));
  }

  /** The row id in an id; -1 if {@code text} is no id. */
  @JSExport
  public static double rowOf(String text) {
    DocumentId id = DocumentId.parse(text);
    return id == null ? -1 : id.rid();
  }

  @JSExport
  public static String hashOf(String text) {
    return new JsNatives().hash(text);
  }

  @JSExport
  public static int placeOf(String text, int point) {
    return text.indexOf(point);
  }

  /** What is wrong with {@code args}; {@code null} if nothing is. */
  @JSExport
  public static String messageOf(JSObject type, JSObject args) {
    try {
      Validator.decode(new JsDoc(type), "validator").check(new JsDoc(args), "args");
      return null;
    } catch (ZerobackException refused) {
      return refused.getMessage();
    }
  }
}
