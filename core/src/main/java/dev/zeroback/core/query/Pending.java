package dev.zeroback.core.query;

import dev.zeroback.core.readset.Version;
import dev.zeroback.core.readset.WriteSet;

/** A transaction's writes to one table, in row id order, one for each document. */
public interface Pending {
  int size();

  double rid(int position);

  /** The committed version; {@code null} if the document is new. */
  Version before(int position);

  /** What the document would become; {@code null} if it is deleted. */
  Version after(int position);

  /** What committing these writes would change. */
  WriteSet changes();
}
