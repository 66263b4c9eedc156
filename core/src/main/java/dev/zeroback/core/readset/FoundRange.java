package dev.zeroback.core.readset;

import dev.zeroback.core.port.Doc;

/**
 * All documents of a range that a live query has read, in order: kept for its next run, and brought
 * up to date by each commit until then. See ADR 0015.
 */
public final class FoundRange {
  /** An array of which user code has no handle. */
  public final Doc documents;

  public final boolean descending;

  /** Length of the documents' JSON text. */
  public final int chars;

  public FoundRange(Doc documents, boolean descending, int chars) {
    this.documents = documents;
    this.descending = descending;
    this.chars = chars;
  }
}
