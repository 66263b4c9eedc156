package dev.zeroback.core.value;

import dev.zeroback.core.port.Entropy;

/**
 * A document id: {@code table:ULID}.
 *
 * <p>The ULID's leading 59 bits are the row id, {@code milliseconds * 2048 + counter}; the other 69
 * are random. They are written in Crockford's base 32, 26 digits, the first of which is at most 7.
 * Row ids stay below 2^53, so they are exact as doubles.
 *
 * @see <a href="https://github.com/ulid/spec">ULID</a>
 */
public final class DocumentId {
  private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int ULID_LENGTH = 26;
  private static final int TIME_LENGTH = 10;
  private static final double RIDS_PER_MILLI = 2_048;
  private static final double MAX_RID = 9_007_199_254_740_991d;

  private final String table;
  private final double rid;
  private final String text;

  private DocumentId(String table, double rid, String text) {
    this.table = table;
    this.rid = rid;
    this.text = text;
  }

  /** Reads an id; {@code null} when {@code text} has not the form of one. */
  public static DocumentId parse(String text) {
    int colon = text.length() - ULID_LENGTH - 1;
    if (colon < 1 || text.charAt(colon) != ':' || digit(text.charAt(colon + 1)) > 7) {
      return null;
    }
    double millis = 0;
    for (int i = 1; i <= ULID_LENGTH; i++) {
      int digit = digit(text.charAt(colon + i));
      if (digit < 0) {
        return null;
      }
      if (i <= TIME_LENGTH) {
        millis = millis * 32 + digit;
      }
    }
    int first = digit(text.charAt(colon + TIME_LENGTH + 1));
    int second = digit(text.charAt(colon + TIME_LENGTH + 2));
    int third = digit(text.charAt(colon + TIME_LENGTH + 3));
    double rid = millis * RIDS_PER_MILLI + first * 64 + second * 2 + (third >> 4);
    return rid > MAX_RID ? null : new DocumentId(text.substring(0, colon), rid, text);
  }

  /**
   * Reads an id as a caller gives it: what is no ULID after a table's name is an id of row 0 that
   * no document has. Text that names no table is of the table "".
   */
  public static DocumentId given(String text) {
    DocumentId id = parse(text);
    return id != null
        ? id
        : new DocumentId(text.substring(0, Math.max(0, text.indexOf(':'))), 0, text);
  }

  /** Makes the id of row {@code rid}. */
  public static DocumentId mint(String table, double rid, Entropy entropy) {
    double millis = Math.floor(rid / RIDS_PER_MILLI);
    int counter = (int) (rid - millis * RIDS_PER_MILLI);
    double high = Math.floor(millis / (1 << 25));
    String text =
        table
            .concat(":")
            .concat(digits((int) high, 5))
            .concat(digits((int) (millis - high * (1 << 25)), 5))
            .concat(digits((counter << 4) | entropy.nextBits(4), 3))
            .concat(digits(entropy.nextBits(25), 5))
            .concat(digits(entropy.nextBits(20), 4))
            .concat(digits(entropy.nextBits(20), 4));
    return new DocumentId(table, rid, text);
  }

  private static String digits(int value, int count) {
    String text = "";
    for (int shift = 5 * (count - 1); shift >= 0; shift -= 5) {
      int at = (value >> shift) & 31;
      text = text.concat(DIGITS.substring(at, at + 1));
    }
    return text;
  }

  /** The value of a digit, where I, L, O and U are none; -1 if {@code unit} is no digit. */
  private static int digit(char unit) {
    if (unit >= '0' && unit <= '9') {
      return unit - '0';
    }
    if (unit < 'A' || unit > 'Z' || unit == 'I' || unit == 'L' || unit == 'O' || unit == 'U') {
      return -1;
    }
    int left =
        (unit > 'I' ? 1 : 0) + (unit > 'L' ? 1 : 0) + (unit > 'O' ? 1 : 0) + (unit > 'U' ? 1 : 0);
    return unit - 'A' + 10 - left;
  }

  public String table() {
    return table;
  }

  /** The row id: a whole number below 2^53. */
  public double rid() {
    return rid;
  }

  public String text() {
    return text;
  }

  /** When the document was inserted: Unix time in milliseconds. */
  public double creationTimeMillis() {
    return Math.floor(rid / RIDS_PER_MILLI);
  }
}
