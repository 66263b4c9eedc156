package dev.zeroback.core.transaction;

import dev.zeroback.core.readset.Version;

/**
 * The state of one written document: what is committed and what the transaction would make of it.
 */
final class PendingWrite {
  final double rid;

  /** {@code null} when the transaction inserted the document. */
  final Version before;

  /** {@code null} when the transaction deleted the document. */
  Version after;

  /** The epoch of the buffer in which the last step that can undo something of it was kept. */
  int epoch;

  PendingWrite(double rid, Version before, Version after) {
    this.rid = rid;
    this.before = before;
    this.after = after;
  }
}
