package dev.zeroback.core.query;

import dev.zeroback.core.port.Doc;
import dev.zeroback.core.readset.Found;
import dev.zeroback.core.readset.KeyRange;

/** What a query has found, kept for when it is asked again. */
abstract class Kept extends Found {
  final Query query;

  Kept(String description, Query query) {
    super(description);
    this.query = query;
  }

  /** What the query finds now: documents that user code may have, or their number. */
  abstract Doc found();

  /** The part of the range of which it has to be told from now on. */
  abstract KeyRange consumed();
}
