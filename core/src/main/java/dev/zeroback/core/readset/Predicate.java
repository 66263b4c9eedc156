package dev.zeroback.core.readset;

import dev.zeroback.core.port.Doc;

/** Decides on a document, as a query's filter does. It must be pure. */
public interface Predicate {
  boolean matches(Doc document);
}
