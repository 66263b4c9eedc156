package dev.zeroback.core.engine;

import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.function.Caller;
import dev.zeroback.core.function.Run;
import dev.zeroback.core.port.Doc;

/** Passes the end of a run on to a caller on the server side. */
final class ServerCall implements Caller {
  private final Completion completion;

  ServerCall(Completion completion) {
    this.completion = completion;
  }

  @Override
  public void returned(Run run, Doc result) {
    completion.succeeded(result);
  }

  @Override
  public void failed(Run run, ZerobackException error) {
    completion.failed(error);
  }
}
