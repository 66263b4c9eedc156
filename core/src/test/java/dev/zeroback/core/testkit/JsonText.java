package dev.zeroback.core.testkit;

import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Writes a tree as JSON text with the tags of the wire protocol, to the letter as JavaScript's
 * {@code JSON.stringify} does. Jackson escapes and formats numbers differently, so that hashes of
 * results would differ from the worker's.
 */
public final class JsonText {
  private final StringBuilder out = new StringBuilder();

  private JsonText() {}

  public static String of(Object tree) {
    JsonText text = new JsonText();
    text.write(tree);
    return text.out.toString();
  }

  private void write(Object tree) {
    if (tree == null || tree instanceof Boolean) {
      out.append(tree);
    } else if (tree instanceof String string) {
      writeText(string);
    } else if (tree instanceof Long int64) {
      writeTag("$int64", int64.toString());
    } else if (tree instanceof byte[] bytes) {
      writeTag("$bytes", Base64.getEncoder().encodeToString(bytes));
    } else if (tree instanceof Number number) {
      writeNumber(number.doubleValue());
    } else if (tree instanceof List<?> elements) {
      writeArray(elements);
    } else if (tree instanceof Map<?, ?> members) {
      writeObject(members);
    } else {
      throw new IllegalArgumentException("No JSON for " + tree);
    }
  }

  private void writeNumber(double number) {
    boolean negativeZero = number == 0 && 1 / number < 0;
    if (negativeZero || Double.isNaN(number) || Double.isInfinite(number)) {
      writeTag("$float64", negativeZero ? "-0" : Double.toString(number));
    } else {
      out.append(NumberText.of(number));
    }
  }

  private void writeArray(List<?> elements) {
    String separator = "[";
    for (Object element : elements) {
      out.append(separator);
      write(element);
      separator = ",";
    }
    out.append(elements.isEmpty() ? "[]" : "]");
  }

  private void writeObject(Map<?, ?> members) {
    out.append('{');
    String separator = "";
    for (Map.Entry<?, ?> member : members.entrySet()) {
      if (member.getValue() != Absent.ABSENT) {
        out.append(separator);
        writeText((String) member.getKey());
        out.append(':');
        write(member.getValue());
        separator = ",";
      }
    }
    out.append('}');
  }

  private void writeTag(String tag, String payload) {
    out.append("{\"").append(tag).append("\":\"").append(payload).append("\"}");
  }

  private void writeText(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      int named = "\"\\\b\f\n\r\t".indexOf(unit);
      if (named >= 0) {
        out.append('\\').append("\"\\bfnrt".charAt(named));
      } else if (unit < ' ' || Character.isSurrogate(unit) && !isPaired(text, i)) {
        out.append(String.format("\\u%04x", (int) unit));
      } else {
        out.append(unit);
      }
    }
    out.append('"');
  }

  private static boolean isPaired(String text, int at) {
    return Character.isHighSurrogate(text.charAt(at))
        ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
        : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
  }
}
