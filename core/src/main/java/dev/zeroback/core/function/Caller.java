package dev.zeroback.core.function;

import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Doc;

/** Who asked for a run. Exactly one of {@link #returned} and {@link #failed} is called, once. */
public interface Caller {
  /**
   * A mutation of this run is about to commit, and what this writes commits with it.
   *
   * @throws ZerobackException to let the run fail instead
   */
  default void committing(Run run) {}

  /**
   * The run ended well; a mutation is committed.
   *
   * @param result may be absent
   */
  void returned(Run run, Doc result);

  /** The run failed and left no trace. */
  void failed(Run run, ZerobackException error);
}
