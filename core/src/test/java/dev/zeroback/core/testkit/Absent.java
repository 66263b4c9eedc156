package dev.zeroback.core.testkit;

/** JavaScript's {@code undefined} in a tree. */
public enum Absent {
  ABSENT;

  @Override
  public String toString() {
    return "undefined";
  }
}
