package dev.zeroback.core.testkit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads JSON text with the tags of the wire protocol into a tree. */
final class JsonTree {
  private static final Pattern DECIMAL = Pattern.compile("0|-?[1-9][0-9]{0,18}");
  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final JsonParser parser;

  private JsonTree(JsonParser parser) {
    this.parser = parser;
  }

  /** The tree; {@link Absent} when {@code json} is no JSON or holds a malformed tag. */
  static Object parse(String json) {
    try (JsonParser parser = JSON.createParser(json)) {
      parser.nextToken();
      Object tree = new JsonTree(parser).read();
      return parser.nextToken() == null ? tree : Absent.ABSENT;
    } catch (JsonProcessingException | MalformedTag refused) {
      return Absent.ABSENT;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private Object read() throws IOException {
    JsonToken token = parser.currentToken();
    if (token == null) {
      return Absent.ABSENT;
    }
    switch (token) {
      case START_OBJECT:
        return readObject();
      case START_ARRAY:
        List<Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          elements.add(read());
        }
        return elements;
      case VALUE_STRING:
        return parser.getText();
      case VALUE_NULL:
        return null;
      case VALUE_TRUE:
        return true;
      case VALUE_FALSE:
        return false;
      default:
        // Not getDoubleValue, which reads -0 as an integer.
        return Double.valueOf(parser.getText());
    }
  }

  private Object readObject() throws IOException {
    Map<String, Object> members = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      parser.nextToken();
      members.put(key, read());
    }
    for (String key : members.keySet()) {
      if (key.startsWith("$")) {
        return tagged(key, members);
      }
    }
    return members;
  }

  private static Object tagged(String tag, Map<String, Object> members) {
    if (members.size() == 1 && members.get(tag) instanceof String payload) {
      try {
        switch (tag) {
          case "$int64":
            if (DECIMAL.matcher(payload).matches()) {
              return Long.valueOf(payload);
            }
            break;
          case "$bytes":
            if (payload.length() % 4 == 0) {
              return Base64.getDecoder().decode(payload);
            }
            break;
          case "$float64":
            if (payload.equals("NaN") || payload.equals("-0") || payload.matches("-?Infinity")) {
              return Double.valueOf(payload);
            }
            break;
          default:
            break;
        }
      } catch (IllegalArgumentException outOfRangeOrAlphabet) {
        throw new MalformedTag(outOfRangeOrAlphabet);
      }
    }
    throw new MalformedTag(null);
  }

  private static final class MalformedTag extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedTag(Throwable cause) {
      super(cause);
    }
  }
}
