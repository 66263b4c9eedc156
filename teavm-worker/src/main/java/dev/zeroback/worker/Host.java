package dev.zeroback.worker;

import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSString;

/** {@code EngineHost} of {@code engine.d.ts}: what the TypeScript host offers to the engine. */
interface Host extends JSObject {
  JSObject sql(JSString text, JSObject bindings);

  void transaction(Task body);

  double now();

  int randomBits(int bits);

  void after(double delayMillis, Task task);

  void setAlarm(double atMillis);

  void clearAlarm();

  void send(int socket, String frame);

  void close(int socket, int code, String reason);

  void authenticate(int socket, String token);

  void attach(int socket, String text);

  JSObject openSockets();

  String attachment(int socket);

  void startFunction(int run, String name, JSObject args);

  void logError(String message);

  String stringifyValue(JSObject value);

  JSObject comparable(String json, JSObject value);

  boolean surelyEqual(JSObject a, JSObject b);

  int commonStart(JSObject a, JSObject b);

  int commonEnd(JSObject a, JSObject b, int from);

  JSObject copyOf(JSObject value);

  boolean replaceIn(JSObject documents, JSObject document);

  void putAt(JSObject documents, int place, int removed, JSObject document);

  JSObject patched(JSObject object, JSObject members);

  JSObject error(String code, String message, JSObject data);

  /** A callback that the host runs. */
  @JSFunctor
  interface Task extends JSObject {
    void run();
  }
}
