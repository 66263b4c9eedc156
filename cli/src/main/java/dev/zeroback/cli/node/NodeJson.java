package dev.zeroback.cli.node;

import dev.zeroback.cli.platform.Json;
import java.util.Optional;
import org.teavm.jso.JSBody;

final class NodeJson implements Json {
  @Override
  public Optional<String> object(String text) {
    return Optional.ofNullable(compact(text));
  }

  @Override
  public Optional<String> member(String object, String name) {
    return Optional.ofNullable(indented(object, name));
  }

  @Override
  public Optional<String> text(String object, String name) {
    return Optional.ofNullable(textMember(object, name));
  }

  @JSBody(
      params = "text",
      script =
          "try { var value = JSON.parse(text) } catch (error) { return null }"
              + "var object = typeof value === 'object' && value !== null && !Array.isArray(value);"
              + "return object ? JSON.stringify(value) : null")
  private static native String compact(String text);

  @JSBody(
      params = {"text", "name"},
      script =
          "try { var value = JSON.parse(text) } catch (error) { return null }"
              + "return value === null || value[name] === undefined"
              + " ? null : JSON.stringify(value[name], null, 2)")
  private static native String indented(String text, String name);

  @JSBody(
      params = {"text", "name"},
      script =
          "try { var value = JSON.parse(text) } catch (error) { return null }"
              + "return value !== null && typeof value[name] === 'string' ? value[name] : null")
  private static native String textMember(String text, String name);
}
