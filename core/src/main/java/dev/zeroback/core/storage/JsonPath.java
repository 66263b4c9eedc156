package dev.zeroback.core.storage;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.value.FieldPath;

/** Where a field is in the stored JSON text. */
public final class JsonPath {
  private JsonPath() {}

  /**
   * The path as the inside of an SQL text: without its quotation marks, so that more can follow.
   *
   * @throws ZerobackException {@link ErrorCode#BAD_REQUEST} for a name that no path can hold
   */
  public static String of(FieldPath field) {
    String path = "$";
    for (String segment : field.segments()) {
      if (segment.indexOf('"') >= 0 || segment.indexOf('\\') >= 0 || segment.indexOf('\0') >= 0) {
        throw new ZerobackException(
            ErrorCode.BAD_REQUEST,
            "Field \""
                + field.text()
                + "\" cannot be filtered, sorted or searched: its name holds a quotation mark, a"
                + " backslash or a zero character.");
      }
      path = path.concat(".\"").concat(segment).concat("\"");
    }
    return SqlNames.doubled(path, '\'');
  }
}
