package dev.zeroback.worker;

import dev.zeroback.core.engine.Engine;
import dev.zeroback.core.engine.Ports;
import dev.zeroback.core.engine.Program;
import dev.zeroback.core.error.ZerobackException;
import org.teavm.jso.JSExport;
import org.teavm.jso.JSExportClasses;
import org.teavm.jso.JSObject;

/** The exports of {@code engine.js}. */
@JSExportClasses(WorkerEngine.class)
public final class WorkerModule {
  private WorkerModule() {}

  /** {@code createEngine} of {@code engine.d.ts}. */
  @JSExport
  public static WorkerEngine createEngine(JSObject hostObject, JSObject program) {
    Host host = (Host) hostObject;
    JsDoc described = new JsDoc(program);
    try {
      Engine engine =
          new Engine(
              ports(host),
              new Program(
                  described.field("schema"),
                  described.field("functions"),
                  described.field("crons"),
                  described.field("limits")));
      return new WorkerEngine(host, engine);
    } catch (ZerobackException refused) {
      throw Errors.raise(host, refused);
    }
  }

  // Not host::now: a method reference checks for null and so wraps the native object in a Java one.
  private static Ports ports(Host host) {
    return new Ports(
        new DurableSql(host),
        new JsDocs(host),
        new JsNatives(),
        () -> host.now(),
        bits -> host.randomBits(bits),
        (delayMillis, task) -> host.after(delayMillis, task::run),
        new HostAlarm(host),
        new HostSockets(host),
        new HostFunctions(host),
        new HostLog(host));
  }
}
