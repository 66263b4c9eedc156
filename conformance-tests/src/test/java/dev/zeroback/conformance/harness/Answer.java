package dev.zeroback.conformance.harness;

import java.net.http.HttpHeaders;
import java.util.Map;

/** An HTTP response with its body as text. */
public record Answer(int status, HttpHeaders headers, String body) {

  public Map<String, Object> json() {
    return Json.readObject(body);
  }

  /** The {@code result} of a call that must have succeeded. */
  public Object result() {
    if (status != 200) {
      throw new AssertionError("Answered " + status + ": " + body);
    }
    return json().get("result");
  }
}
