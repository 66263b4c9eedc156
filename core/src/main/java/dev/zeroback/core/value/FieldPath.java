package dev.zeroback.core.value;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Doc;
import java.util.ArrayList;
import java.util.Arrays;

/** A field of a document, or a field of an object in it: {@code address.city}. */
public final class FieldPath {
  private final String text;
  private final String[] segments;

  private FieldPath(String text, String[] segments) {
    this.text = text;
    this.segments = segments;
  }

  /**
   * @throws ZerobackException {@link ErrorCode#BAD_REQUEST} when a segment is empty
   */
  public static FieldPath parse(String dotted) {
    ArrayList<String> segments = new ArrayList<>();
    int start = 0;
    while (true) {
      int dot = dotted.indexOf('.', start);
      String segment = dot < 0 ? dotted.substring(start) : dotted.substring(start, dot);
      if (segment.isEmpty()) {
        throw new ZerobackException(
            ErrorCode.BAD_REQUEST,
            "\"" + dotted + "\" is not a field path; write names joined by single dots.");
      }
      segments.add(segment);
      if (dot < 0) {
        return new FieldPath(dotted, segments.toArray(new String[0]));
      }
      start = dot + 1;
    }
  }

  /** The value at this path; an absent handle where there is none. */
  public Doc read(Doc document) {
    Doc value = document;
    for (String segment : segments) {
      value = value.field(segment);
    }
    return value;
  }

  /** The path as it was written. */
  public String text() {
    return text;
  }

  public String[] segments() {
    return Arrays.copyOf(segments, segments.length);
  }
}
