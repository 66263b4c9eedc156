package dev.zeroback.worker;

import dev.zeroback.core.engine.Engine;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Doc;
import org.teavm.jso.JSExport;
import org.teavm.jso.JSObject;

/**
 * {@code Engine} of {@code engine.d.ts}: the engine with native values in and out, and native
 * errors.
 */
public final class WorkerEngine {
  private final Host host;
  private final Engine engine;

  WorkerEngine(Host host, Engine engine) {
    this.host = host;
    this.engine = engine;
  }

  @JSExport
  public void start() {
    try {
      engine.start();
    } catch (ZerobackException refused) {
      throw Errors.raise(host, refused);
    }
  }

  @JSExport
  public void trySchema() {
    try {
      engine.trySchema();
    } catch (ZerobackException refused) {
      throw Errors.raise(host, refused);
    }
  }

  @JSExport
  public void onOpen(int socket, JSObject identity) {
    engine.onOpen(socket, new JsDoc(identity));
  }

  @JSExport
  public void beginGroup() {
    engine.beginGroup();
  }

  @JSExport
  public void endGroup() {
    engine.endGroup();
  }

  @JSExport
  public void onMessage(int socket, String frame) {
    engine.onMessage(socket, frame);
  }

  @JSExport
  public void onAuthenticated(int socket, JSObject identity, String refusal) {
    engine.onAuthenticated(socket, new JsDoc(identity), refusal);
  }

  @JSExport
  public void onClose(int socket) {
    engine.onClose(socket);
  }

  @JSExport
  public void onAlarm() {
    engine.onAlarm();
  }

  @JSExport
  public void call(
      String kind, boolean internal, String name, JSObject args, JSObject identity, JSObject done) {
    HostCompletion completion = new HostCompletion(host, done);
    engine.call(kind, internal, name, new JsDoc(args), new JsDoc(identity), completion);
  }

  @JSExport
  public void callFrom(int parent, String kind, String name, JSObject args, JSObject done) {
    engine.callFrom(parent, kind, name, new JsDoc(args), new HostCompletion(host, done));
  }

  @JSExport
  public String finished(int run, JSObject result) {
    return engine.finished(run, new JsDoc(result));
  }

  @JSExport
  public String failed(int run, String code, String message, JSObject data) {
    return engine.failed(run, Errors.reported(code, message, data));
  }

  @JSExport
  public JSObject get(int run, JSObject id) {
    try {
      return orNull(engine.database(run).get(new JsDoc(id)));
    } catch (ZerobackException refused) {
      throw Errors.raise(host, refused);
    }
  }

  @JSExport
  public JSObject getFrom(int run, JSObject table, JSObject id) {
    try {
      return orNull(engine.database(run).get(new JsDoc(table), new JsDoc(id)));
    } catch (ZerobackException refused) {
      throw Errors.raise(host, refused);
    }
  }

  @JSExport
  public JSObject query(int run, JSObject description) {
    try {
      return orNull(engine.database(run).query(new JsDoc(description)));
    } catch (ZerobackException refused) {
      throw Errors.raise(host, refused);
    }
  }

  @JSExport
  public String insert(int run, JSObject table, JSObject fields) {
    try {
      return engine.database(run).insert(new JsDoc(table), new JsDoc(fields));
    } catch (ZerobackException refused) {
      throw Errors.raise(host, refused);
    }
  }

  @JSExport
  public void patch(int run, JSObject id, JSObject fields) {
    try {
      engine.database(run).patch(new JsDoc(id), new JsDoc(fields));
    } catch (ZerobackException refused) {
      throw Errors.raise(host, refused);
    }
  }

  @JSExport
  public void replace(int run, JSObject id, JSObject fields) {
    try {
      engine.database(run).replace(new JsDoc(id), new JsDoc(fields));
    } catch (ZerobackException refused) {
      throw Errors.raise(host, refused);
    }
  }

  @JSExport
  public void delete(int run, JSObject id) {
    try {
      engine.database(run).delete(new JsDoc(id));
    } catch (ZerobackException refused) {
      throw Errors.raise(host, refused);
    }
  }

  @JSExport
  public String schedule(int run, double at, String name, JSObject args) {
    try {
      return engine.scheduler(run).add(at, name, new JsDoc(args));
    } catch (ZerobackException refused) {
      throw Errors.raise(host, refused);
    }
  }

  @JSExport
  public void cancelJob(int run, JSObject id) {
    try {
      engine.scheduler(run).cancel(new JsDoc(id));
    } catch (ZerobackException refused) {
      throw Errors.raise(host, refused);
    }
  }

  @JSExport
  public JSObject job(int run, JSObject id) {
    try {
      return orNull(engine.scheduler(run).get(new JsDoc(id)));
    } catch (ZerobackException refused) {
      throw Errors.raise(host, refused);
    }
  }

  @JSExport
  public JSObject identity(int run) {
    try {
      return orNull(engine.database(run).identity());
    } catch (ZerobackException refused) {
      throw Errors.raise(host, refused);
    }
  }

  @JSExport
  public JSObject stats() {
    Engine.Stats stats = engine.stats();
    JSObject counters = Js.newObject();
    Js.set(counters, "runs", Js.of(stats.runs()));
    Js.set(counters, "liveQueries", Js.of(stats.liveQueries()));
    Js.set(counters, "sockets", Js.of(stats.sockets()));
    Js.set(counters, "ts", Js.of(stats.ts()));
    return counters;
  }

  private static JSObject orNull(Doc doc) {
    return doc == null ? Js.nullValue() : JsDoc.unwrap(doc);
  }
}
