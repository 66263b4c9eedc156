package dev.zeroback.core.function;

import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.transaction.Commit;

/** How an attempt ended. The engine passes on the commit first and tells the caller afterwards. */
public final class Settled {
  /** The attempt ended nothing: its run has ended before, or starts again. */
  static final Settled NOTHING = new Settled(null, null, null);

  private final Run run;
  private final Doc result;
  private final ZerobackException error;

  private Settled(Run run, Doc result, ZerobackException error) {
    this.run = run;
    this.result = result;
    this.error = error;
  }

  static Settled returned(Run run, Doc result) {
    return new Settled(run, result, null);
  }

  static Settled failed(Run run, ZerobackException error) {
    return new Settled(run, null, error);
  }

  /**
   * {@code ok}, the code of the error that the caller is told, or {@code again} when the run starts
   * again.
   */
  public String outcome() {
    return run == null ? "again" : error == null ? "ok" : error.code().code();
  }

  /** What the run committed; {@code null} if nothing. */
  public Commit commit() {
    return run == null ? null : run.commit();
  }

  public void tellCaller() {
    if (run == null) {
      return;
    }
    if (error == null) {
      run.caller().returned(run, result);
    } else {
      run.caller().failed(run, error);
    }
  }
}
