package dev.zeroback.core.query;

import dev.zeroback.core.readset.Version;

/** A transaction's pending writes of one table, in row id order. */
public interface Pending {
  int size();

  double rid(int position);

  /** The committed version; {@code null} when the transaction inserted the document. */
  Version before(int position);

  /** What the document becomes; {@code null} when the transaction deletes it. */
  Version after(int position);
}
