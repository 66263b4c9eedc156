package dev.zeroback.core.function;

import dev.zeroback.core.port.Doc;

/** How much one run may take; docs/limits.md lists all limits. */
public final class Limits {
  private static final double RESULT_BYTES = 8 << 20;

  /** Most bytes of a result's JSON text in UTF-8. */
  final double resultBytes;

  /** Most documents that a transaction reads. */
  public final double documentsRead;

  /** Most documents that a transaction writes. */
  public final double documentsWritten;

  /** Most bytes that the live queries of a socket take. */
  public final double liveQueryBytes;

  /**
   * Reads {@code {resultBytes?, documentsRead?, documentsWritten?, liveQueryBytes?}}.
   *
   * @param given {@code null} for the defaults
   */
  public Limits(Doc given) {
    resultBytes = of(given, "resultBytes", RESULT_BYTES);
    documentsRead = of(given, "documentsRead", 200_000);
    documentsWritten = of(given, "documentsWritten", 16_000);
    liveQueryBytes = of(given, "liveQueryBytes", 8 << 20);
  }

  private static double of(Doc given, String name, double otherwise) {
    Doc limit = given == null || given.kind() != Doc.OBJECT ? null : given.field(name);
    return limit == null || limit.kind() != Doc.NUMBER ? otherwise : limit.number();
  }

  /** Whether a result of so many UTF-16 units may be too large; most are far from it. */
  boolean mayBeExceededBy(int chars) {
    return chars * 3.0 > resultBytes;
  }

  /** Whether a result is too large. */
  boolean exceededBy(String text) {
    if (!mayBeExceededBy(text.length())) {
      return false;
    }
    double bytes = 0;
    for (int i = 0; i < text.length() && bytes <= resultBytes; i++) {
      char unit = text.charAt(i);
      boolean half = unit >= 0xD800 && unit < 0xE000;
      bytes += unit < 0x80 ? 1 : unit < 0x800 || half ? 2 : 3;
    }
    return bytes > resultBytes;
  }
}
