package dev.zeroback.conformance.fuzz;

import dev.zeroback.conformance.harness.Frame;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Seeded frames of protocol 2 that a server takes: sessions that are opened again and taken over,
 * numbered mutations in and out of order, subscriptions with the hash of an earlier answer.
 */
final class HostileSession {
  private static final List<String> SESSIONS =
      List.of("00112233445566778899aabbccddeeff", "ffeeddccbbaa99887766554433221100");
  private static final List<String> CAPABILITIES =
      List.of(
          "\"hash\",\"patch\",\"ack\"",
          "\"hash\",\"patch\",\"ack\",\"batch\"",
          "\"hash\",\"patch\"",
          "\"hash\"",
          "\"patch\"",
          "\"fly\",null,7",
          "");
  private static final String LIST = "\"fn\":\"projects:list\",\"args\":{}";
  private static final List<String> NAMES = List.of("a", "b", "c");

  private final Random random;
  private int lastSeq;

  /** What was asked for last, by id. */
  private final Map<String, String> calls = new HashMap<>();

  /** A call and the hash of an answer to it, or to another one. */
  private String heardCall = LIST;

  private String heardHash = "none";
  private long heardTs = 1;

  HostileSession(Random random) {
    this.random = random;
  }

  /** Takes note of what only the server knows. */
  void heard(Frame frame) {
    if (frame.members().get("hash") instanceof String hash) {
      heardHash = hash;
      heardCall = calls.getOrDefault(frame.id(), heardCall);
    }
    if (frame.members().get("ts") instanceof Number ts) {
      heardTs = ts.longValue();
    }
  }

  String frame() {
    return switch (random.nextInt(10)) {
      case 0 -> hello();
      case 1 -> "{\"type\":\"ack\",\"ts\":" + (random.nextBoolean() ? heardTs : lastSeq) + '}';
      case 2, 3, 4 -> query();
      default -> mutation();
    };
  }

  private String hello() {
    String session = random.nextInt(8) > 0 ? ",\"session\":\"" + pick(SESSIONS) + '"' : "";
    return "{\"type\":\"hello\",\"protocol\":2"
        + session
        + ",\"capabilities\":["
        + pick(CAPABILITIES)
        + "]}";
  }

  private String query() {
    String id = "h" + random.nextInt(8);
    String counter = "\"fn\":\"counters:read\",\"args\":{\"name\":\"" + pick(NAMES) + "\"}";
    String call = pick(List.of(LIST, counter, heardCall));
    String hash = random.nextBoolean() ? ",\"hash\":\"" + heardHash + '"' : "";
    calls.put(id, call);
    return "{\"type\":\"query\",\"id\":\"" + id + "\"," + call + hash + '}';
  }

  /** Mostly the next number after an acknowledged one, else one sent before or one from afar. */
  private String mutation() {
    boolean isNext = random.nextInt(4) > 0;
    int seq = isNext ? ++lastSeq : Math.max(0, lastSeq + 3 - random.nextInt(80));
    int ack = random.nextInt(4) > 0 ? seq - 1 : random.nextInt(lastSeq + 2);
    String pause = random.nextInt(8) == 0 ? ",\"pauseMillis\":1" : "";
    return "{\"type\":\"mutation\",\"id\":\"m"
        + seq
        + "\",\"fn\":\"counters:increment\",\"args\":{\"name\":\""
        + pick(NAMES)
        + '"'
        + pause
        + "},\"seq\":"
        + seq
        + ",\"ack\":"
        + ack
        + '}';
  }

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}
