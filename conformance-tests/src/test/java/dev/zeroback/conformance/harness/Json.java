package dev.zeroback.conformance.harness;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * JSON text and plain Java trees: maps in member order, lists, strings, numbers, booleans, null.
 */
public final class Json {
  private static final JSON CODEC =
      JSON.builder()
          .enable(JSON.Feature.PRESERVE_FIELD_ORDERING, JSON.Feature.WRITE_NULL_PROPERTIES)
          .build();

  private Json() {}

  public static String write(Object tree) {
    try {
      return CODEC.asString(tree);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Object read(String text) {
    try {
      return CODEC.anyFrom(text);
    } catch (IOException e) {
      throw new UncheckedIOException("Not JSON: " + text, e);
    }
  }

  public static Map<String, Object> readObject(String text) {
    try {
      return CODEC.mapFrom(text);
    } catch (IOException e) {
      throw new UncheckedIOException("Not a JSON object: " + text, e);
    }
  }
}
