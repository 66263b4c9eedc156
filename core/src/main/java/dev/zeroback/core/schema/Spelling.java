package dev.zeroback.core.schema;

/** Finds the name that was probably meant. */
final class Spelling {
  private Spelling() {}

  /** {@code Did you mean "author"?} for the nearest of {@code known}; empty when none is near. */
  static String hint(String wrong, String[] known) {
    String nearest = null;
    int least = wrong.length() / 3 + 2;
    for (String name : known) {
      int distance = distance(wrong.toLowerCase(), name.toLowerCase());
      if (distance < least) {
        least = distance;
        nearest = name;
      }
    }
    return nearest == null ? "" : " Did you mean \"" + nearest + "\"?";
  }

  /**
   * How many units must be inserted, deleted or replaced to turn one text into the other.
   *
   * @see <a href="https://doi.org/10.1145/321796.321811">Wagner and Fischer, The String-to-String
   *     Correction Problem</a>
   */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
