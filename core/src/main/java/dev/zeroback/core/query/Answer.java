package dev.zeroback.core.query;

import dev.zeroback.core.port.Doc;
import dev.zeroback.core.readset.Read;

/** What a query returned and what it read for that. */
public final class Answer {
  public final Doc value;
  public final Read read;

  Answer(Doc value, Read read) {
    this.value = value;
    this.read = read;
  }
}
