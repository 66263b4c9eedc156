package dev.zeroback.core.function;

import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Doc;

/** Who asked for a run. Exactly one of the two methods is called, once. */
public interface Caller {
  /**
   * The run ended well; a mutation is committed.
   *
   * @param result may be absent
   */
  void returned(Run run, Doc result);

  /** The run failed and left no trace. */
  void failed(Run run, ZerobackException error);
}
