package dev.zeroback.core.testkit;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Writes numbers as JavaScript does: the fewest digits that read back as the same double. {@link
 * Double#toString} of JDK 17 does not always find them.
 *
 * @see <a href="https://tc39.es/ecma262/#sec-numeric-types-number-tostring">ECMA-262,
 *     Number::toString</a>
 */
final class NumberText {
  private NumberText() {}

  /** The text of a finite number. */
  static String of(double number) {
    if (number == 0) {
      return "0";
    }
    if (number < 0) {
      return "-" + of(-number);
    }
    BigDecimal shortest = shortest(number);
    String digits = shortest.unscaledValue().toString();
    int count = digits.length();
    // The decimal point stands after this many digits.
    int point = count - shortest.scale();
    if (count <= point && point <= 21) {
      return digits + "0".repeat(point - count);
    }
    if (0 < point && point <= 21) {
      return digits.substring(0, point) + "." + digits.substring(point);
    }
    if (-6 < point && point <= 0) {
      return "0." + "0".repeat(-point) + digits;
    }
    String exponent = (point > 0 ? "e+" : "e-") + Math.abs(point - 1);
    return count == 1 ? digits + exponent : digits.charAt(0) + "." + digits.substring(1) + exponent;
  }

  private static BigDecimal shortest(double number) {
    BigDecimal exact = new BigDecimal(number);
    for (int precision = 1; precision < 17; precision++) {
      BigDecimal below = exact.round(new MathContext(precision, RoundingMode.FLOOR));
      BigDecimal above = exact.round(new MathContext(precision, RoundingMode.CEILING));
      boolean belowReads = below.doubleValue() == number;
      boolean aboveReads = above.doubleValue() == number;
      if (belowReads || aboveReads) {
        int nearer = exact.subtract(below).compareTo(above.subtract(exact));
        // Of two equally near ones it is the even one.
        boolean belowIsNearer = nearer < 0 || nearer == 0 && !below.unscaledValue().testBit(0);
        return (aboveReads && !(belowReads && belowIsNearer) ? above : below).stripTrailingZeros();
      }
    }
    return exact.round(new MathContext(17, RoundingMode.HALF_EVEN)).stripTrailingZeros();
  }
}
