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
}
