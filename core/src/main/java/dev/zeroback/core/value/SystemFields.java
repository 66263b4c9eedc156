package dev.zeroback.core.value;

/** The fields that every document has, and that only the system sets. */
public final class SystemFields {
  private SystemFields() {}

  public static boolean has(String name) {
    return name.equals("_id") || name.equals("_creationTime");
  }
}
