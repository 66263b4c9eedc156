package dev.zeroback.worker;

import dev.zeroback.core.engine.Completion;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Doc;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** {@code Completion} of {@code engine.d.ts}. */
final class HostCompletion implements Completion {
  private final Host host;
  private final JSObject done;

  HostCompletion(Host host, JSObject done) {
    this.host = host;
    this.done = done;
  }

  @Override
  public void succeeded(Doc result) {
    succeed(done, JsDoc.unwrap(result));
  }

  @Override
  public void failed(ZerobackException error) {
    fail(done, Errors.toNative(host, error));
  }

  @JSBody(
      params = {"done", "result"},
      script = "done.succeeded(result)")
  private static native void succeed(JSObject done, JSObject result);

  @JSBody(
      params = {"done", "error"},
      script = "done.failed(error)")
  private static native void fail(JSObject done, JSObject error);
}
