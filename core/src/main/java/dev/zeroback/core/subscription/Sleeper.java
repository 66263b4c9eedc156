package dev.zeroback.core.subscription;

/**
 * Somebody with live queries from before an eviction that nobody has needed since. Only what they
 * have read is known here, until a commit touches some of it.
 */
public abstract class Sleeper {
  RangeEntry[] entries = ReadIndex.NOTHING;

  /**
   * Watches its live queries, and reports with {@link LiveQueries#rouse} that it sleeps no more.
   */
  protected abstract void wake();
}
