package dev.zeroback.core.readset;

/** Everything that one commit changed, at most one change a document. */
public final class WriteSet {
  private final Change[] changes;

  /**
   * @param changes not copied
   */
  public WriteSet(Change[] changes) {
    this.changes = changes;
  }

  public int size() {
    return changes.length;
  }

  public Change get(int position) {
    return changes[position];
  }

  /** UTF-16 units of the documents as they are now, or were before they were deleted. */
  public double chars() {
    double chars = 0;
    for (Change change : changes) {
      chars += (change.after == null ? change.before : change.after).text.length();
    }
    return chars;
  }
}
