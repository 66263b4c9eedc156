package dev.zeroback.conformance.fuzz;

import dev.zeroback.conformance.harness.Frame;
import java.util.List;
import java.util.Random;

/**
 * Seeded texts: frames of the protocol that were damaged, ones that look right and are not, and
 * ones of {@link HostileSession}.
 */
final class HostileText {
  private static final List<String> TYPES =
      List.of(
          "query", "mutation", "action", "unsubscribe", "hello", "auth", "ack", "ping", "reset");
  private static final List<String> FUNCTIONS =
      List.of(
          "tasks:list",
          "tasks:create",
          "tasks:get",
          "tasks:createSecretly",
          "projects:list",
          "counters:read",
          "__proto__",
          "constructor",
          "tasks:",
          ":",
          "",
          "tasks:list:list");
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "-0",
          "1e999",
          "1e-400",
          "9007199254740993",
          "\"\"",
          "[]",
          "{}",
          "\"\\ud800\"",
          "\"\\u0000\"",
          "{\"$int64\":\"9223372036854775808\"}",
          "{\"$int64\":\"1\"}",
          "{\"$bytes\":\"!\"}",
          "{\"$float64\":\"NaN\"}",
          "{\"$undefined\":1}",
          "{\"__proto__\":{\"admin\":true}}",
          "{\"$set\":{}}",
          "\"projects:01ARZ3NDEKTSV4RRFFQ69G5FAV\"",
          "\"tasks:zzzz\"",
          "\"'; DROP TABLE t_tasks; --\"",
          "[[[[[[[[[[[[1]]]]]]]]]]]]");
  private static final List<String> KEYS =
      List.of("projectId", "id", "text", "name", "n", "__proto__", "$", "", "toString", "args");

  private final Random random;
  private final HostileSession session;

  HostileText(long seed) {
    random = new Random(seed);
    session = new HostileSession(random);
  }

  /** Takes note of an answer: later texts name what only the server knows. */
  void heard(Frame answer) {
    session.heard(answer);
  }

  String next() {
    boolean isOfSession = random.nextInt(3) == 0;
    String frame = isOfSession ? session.frame() : frame();
    return switch (random.nextInt(isOfSession ? 24 : 6)) {
      case 0 -> damaged(frame);
      case 1 -> frame.substring(0, random.nextInt(frame.length() + 1));
      case 2 -> frame + pick(VALUES);
      case 3 -> noise();
      default -> frame;
    };
  }

  private String frame() {
    StringBuilder frame = new StringBuilder("{\"type\":\"").append(pick(TYPES)).append('"');
    if (random.nextInt(8) > 0) {
      frame
          .append(",\"id\":")
          .append(random.nextInt(8) > 0 ? "\"f" + random.nextInt(50) + '"' : value());
    }
    if (random.nextInt(8) > 0) {
      frame
          .append(",\"fn\":")
          .append(random.nextInt(8) > 0 ? '"' + pick(FUNCTIONS) + '"' : value());
    }
    if (random.nextInt(8) > 0) {
      frame.append(",\"args\":").append(random.nextInt(8) > 0 ? object() : value());
    }
    for (String member : List.of("seq", "ack", "session", "hash", "protocol", "ts", "token")) {
      if (random.nextInt(12) == 0) {
        frame.append(",\"").append(member).append("\":").append(value());
      }
    }
    return frame.append('}').toString();
  }

  private String object() {
    StringBuilder object = new StringBuilder("{");
    for (int i = random.nextInt(4); i > 0; i--) {
      object.append('"').append(pick(KEYS)).append("\":").append(value());
      object.append(i > 1 ? "," : "");
    }
    return object.append('}').toString();
  }

  private String value() {
    return random.nextInt(40) == 0 ? '"' + "x".repeat(20_000) + '"' : pick(VALUES);
  }

  private String damaged(String frame) {
    StringBuilder damaged = new StringBuilder(frame);
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      damaged.setCharAt(random.nextInt(damaged.length()), (char) random.nextInt(0x3000));
    }
    return damaged.toString();
  }

  private String noise() {
    return random
        .ints(random.nextInt(60), 1, 0xD7FF)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}
