package dev.zeroback.core.value;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.Natives;
import dev.zeroback.core.port.TextBuffer;
import java.util.Arrays;

/**
 * Sort keys: texts that order as the values they stand for, in SQLite's BINARY collation, in Java
 * and in JavaScript.
 *
 * <p>"Sort keys" in docs/architecture.md gives the encoding. Every key keeps below U+D800, where
 * UTF-16 order and UTF-8 order agree. Equal values have equal keys, so that a key also serves as
 * canonical text.
 */
public final class Keys {
  /**
   * Greater than every key; {@code p + END} is greater than every key that begins with {@code p}.
   */
  public static final String END = "~";

  /** Documents are nested less deep. */
  private static final int MAX_DEPTH = 64;

  private static final char TEXT_END = '\u0001';
  private static final char ESCAPE_LOW = '\u0002';
  private static final char ESCAPE_HIGH = '\uD7FF';
  private static final int DIGIT_BASE = 2_048;
  private static final char DIGIT_OFFSET = ' ';
  private static final String SIX_BITS =
      "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
  private static final String HEXADECIMAL = "0123456789abcdef";

  private final Natives natives;
  private final TextBuffer shared;

  public Keys(Natives natives) {
    this.natives = natives;
    this.shared = natives.newText();
  }

  /**
   * The key of one value.
   *
   * @throws ZerobackException {@link ErrorCode#BAD_REQUEST} when it is none that a document can
   *     hold
   */
  public String encode(Doc value) {
    try {
      append(shared, value, 0);
    } catch (ZerobackException refused) {
      shared.take();
      throw refused;
    }
    return shared.take();
  }

  /** The key of several fields of a document, the first one most significant. */
  public String encodeFields(FieldPath[] fields, Doc document) {
    try {
      for (FieldPath field : fields) {
        append(shared, field.read(document), 0);
      }
    } catch (ZerobackException refused) {
      shared.take();
      throw refused;
    }
    return shared.take();
  }

  private void append(TextBuffer out, Doc value, int depth) {
    if (depth > MAX_DEPTH) {
      throw refused("a value that is nested so deep or contains itself");
    }
    switch (value.kind()) {
      case Doc.ABSENT:
        out.append('A');
        break;
      case Doc.NULL:
        out.append('B');
        break;
      case Doc.INT64:
        out.append('C');
        appendInt64(out, value.int64());
        break;
      case Doc.NUMBER:
        out.append('D');
        appendNumber(out, value.number());
        break;
      case Doc.BOOLEAN:
        out.append(value.bool() ? 'F' : 'E');
        break;
      case Doc.STRING:
        out.append('G');
        appendText(out, value.string());
        out.append(TEXT_END);
        break;
      case Doc.BYTES:
        out.append('H');
        appendBytes(out, value);
        out.append(TEXT_END);
        break;
      case Doc.ARRAY:
        out.append('I');
        for (int i = 0; i < value.size(); i++) {
          append(out, value.at(i), depth + 1);
        }
        out.append(TEXT_END);
        break;
      case Doc.OBJECT:
        out.append('J');
        appendMembers(out, value, depth + 1);
        out.append(TEXT_END);
        break;
      default:
        throw refused("a " + value.foreignName());
    }
  }

  private static ZerobackException refused(String what) {
    return new ZerobackException(
        ErrorCode.BAD_REQUEST, "Cannot compare with " + what + "; documents hold no such value.");
  }

  private static void appendInt64(TextBuffer out, long value) {
    appendWords(out, (int) (value >>> 32) ^ Integer.MIN_VALUE, (int) value);
  }

  private void appendNumber(TextBuffer out, double value) {
    if (Double.isNaN(value)) {
      appendWords(out, 0xFFF80000, 0);
      return;
    }
    double number = value == 0 ? 0 : value;
    int high = natives.highWord(number);
    int low = natives.lowWord(number);
    if (high < 0) {
      appendWords(out, ~high, ~low);
    } else {
      appendWords(out, high ^ Integer.MIN_VALUE, low);
    }
  }

  /**
   * 64 bits, most significant first, in 11 digits of 6 bits; the last digit holds 4 bits and two
   * zeros.
   */
  private static void appendWords(TextBuffer out, int high, int low) {
    appendSixBits(out, high >>> 26);
    appendSixBits(out, high >>> 20);
    appendSixBits(out, high >>> 14);
    appendSixBits(out, high >>> 8);
    appendSixBits(out, high >>> 2);
    appendSixBits(out, high << 4 | low >>> 28);
    appendSixBits(out, low >>> 22);
    appendSixBits(out, low >>> 16);
    appendSixBits(out, low >>> 10);
    appendSixBits(out, low >>> 4);
    appendSixBits(out, low << 2);
  }

  private static void appendSixBits(TextBuffer out, int bits) {
    out.append(SIX_BITS.charAt(bits & 63));
  }

  private static void appendText(TextBuffer out, String text) {
    int length = text.length();
    int plain = 0;
    for (int i = 0; i < length; i++) {
      char unit = text.charAt(i);
      if (unit > ESCAPE_LOW && unit < ESCAPE_HIGH) {
        continue;
      }
      if (plain < i) {
        out.append(text.substring(plain, i));
      }
      if (unit <= ESCAPE_LOW) {
        out.append(ESCAPE_LOW);
        out.append((char) ('0' + unit));
      } else {
        int point = text.codePointAt(i);
        if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
          throw refused("ill-formed text (half of a surrogate pair)");
        }
        i += Character.charCount(point) - 1;
        out.append(ESCAPE_HIGH);
        out.append((char) (DIGIT_OFFSET + (point - ESCAPE_HIGH) / DIGIT_BASE));
        out.append((char) (DIGIT_OFFSET + (point - ESCAPE_HIGH) % DIGIT_BASE));
      }
      plain = i + 1;
    }
    out.append(plain == 0 ? text : text.substring(plain));
  }

  private static void appendBytes(TextBuffer out, Doc bytes) {
    for (int i = 0; i < bytes.size(); i++) {
      int value = bytes.byteAt(i);
      out.append(HEXADECIMAL.charAt(value >> 4));
      out.append(HEXADECIMAL.charAt(value & 15));
    }
  }

  private void appendMembers(TextBuffer out, Doc object, int depth) {
    int present = 0;
    String[] names = new String[object.size()];
    for (int i = 0; i < names.length; i++) {
      String name = object.keyAt(i);
      if (object.field(name).kind() != Doc.ABSENT) {
        names[present++] = name;
      }
    }
    Member[] members = new Member[present];
    TextBuffer key = natives.newText();
    for (int i = 0; i < present; i++) {
      appendText(key, names[i]);
      key.append(TEXT_END);
      members[i] = new Member(key.take(), names[i]);
    }
    Arrays.sort(members);
    for (Member member : members) {
      out.append('K');
      out.append(member.key);
      append(out, object.field(member.name), depth);
    }
  }

  private static final class Member implements Comparable<Member> {
    private final String key;
    private final String name;

    Member(String key, String name) {
      this.key = key;
      this.name = name;
    }

    @Override
    public int compareTo(Member other) {
      return key.compareTo(other.key);
    }
  }
}
