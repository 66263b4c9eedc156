package dev.zeroback.core.readset;

/**
 * What a live query has found with one read: kept for its next run, and brought up to date by each
 * commit until then. See ADR 0015.
 */
public abstract class Found {
  private final String description;

  /** Number of the last change that it was told of. */
  private double followed = -1;

  /**
   * @param description what was asked for: a query of the same description finds the same
   */
  protected Found(String description) {
    this.description = description;
  }

  boolean isOf(String asked) {
    return description.equals(asked);
  }

  /** Follows a change, once however often it is told of it; {@code false} as {@link #follow}. */
  boolean follow(double number, Version before, Version after) {
    if (number <= followed) {
      return true;
    }
    followed = number;
    return follow(before, after);
  }

  /**
   * Brings it up to date with a change.
   *
   * @param before the version that was there; {@code null} if the read did not cover it
   * @param after the version that is there now; {@code null} if the read does not cover it
   * @return {@code false} when what is kept is of no use any more
   */
  protected abstract boolean follow(Version before, Version after);

  /** Length of the text of what is kept, about. */
  int chars() {
    return description.length() + keptChars();
  }

  protected abstract int keptChars();
}
