package dev.zeroback.core.readset;

/**
 * Tells which changes to the documents of a range matter, where more than one version of a document
 * has to be looked at. It must be pure.
 */
public interface Relevance {
  /** Whether {@code change} may alter what was found. */
  boolean includes(Change change);
}
