package dev.zeroback.core.query;

import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.Docs;
import dev.zeroback.core.readset.KeyRange;
import dev.zeroback.core.readset.Version;

/** How many documents a live query has counted with one read. */
final class FoundCount extends Kept {
  private final Docs docs;
  private double count;

  FoundCount(String description, Query query, double count, Docs docs) {
    super(description, query);
    this.count = count;
    this.docs = docs;
  }

  @Override
  Doc found() {
    return docs.of(count);
  }

  @Override
  KeyRange consumed() {
    return query.range();
  }

  @Override
  protected boolean follow(Version before, Version after) {
    count += (after == null ? 0 : 1) - (before == null ? 0 : 1);
    return true;
  }

  @Override
  protected int keptChars() {
    return 0;
  }
}
