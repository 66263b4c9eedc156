package dev.zeroback.conformance.harness;

import java.util.List;
import java.util.Map;

/** A frame from the server: its text and what the text says. */
public record Frame(String text, Map<String, Object> members) {

  /** The frames of a message, which is one or an array of several. */
  @SuppressWarnings("unchecked") // JSON objects have strings as keys
  static List<Frame> ofMessage(String text) {
    if (!text.startsWith("[")) {
      return List.of(new Frame(text, Json.readObject(text)));
    }
    return ((List<Map<String, Object>>) Json.read(text))
        .stream().map(each -> new Frame(Json.write(each), each)).toList();
  }

  public String type() {
    return (String) members.get("type");
  }

  public String id() {
    return (String) members.get("id");
  }

  public Object result() {
    return members.get("result");
  }

  public String code() {
    return (String) members.get("code");
  }

  public String message() {
    return (String) members.get("message");
  }

  public long ts() {
    return ((Number) members.get("ts")).longValue();
  }

  /** The items of an {@code updates} frame. */
  @SuppressWarnings("unchecked") // JSON objects have strings as keys
  public List<Map<String, Object>> items() {
    return (List<Map<String, Object>>) members.get("items");
  }

  @Override
  public String toString() {
    return text;
  }
}
