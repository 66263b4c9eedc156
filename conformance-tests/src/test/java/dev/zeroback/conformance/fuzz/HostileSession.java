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

  /** Asks for what no frame changes, so that an answer heard long ago still holds. */
  private static final String QUIET = counter("quiet");

  private final Random random;
  private int lastSeq;

  /** What was asked for last, by id. */
  private final Map<String, String> calls = new HashMap<>();

  /** The hash of the last answer that was heard, by call. */
  private final Map<String, String> hashes = new HashMap<>();

  private long heardTs = 1;

  HostileSession(Random random) {
    this.random = random;
  }

  /** Takes note of what only the server knows. */
  void heard(Frame frame) {
    if (frame.members().get("hash") instanceof String hash) {
      hashes.put(calls.getOrDefault(frame.id(), LIST), hash);
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
    String call = pick(List.of(LIST, counter(pick(NAMES)), QUIET));
    String heard = hashes.getOrDefault(random.nextInt(4) > 0 ? call : LIST, "none");
    String hash = random.nextBoolean() ? ",\"hash\":\"" + heard + '"' : "";
    calls.put(id, call);
    return "{\"type\":\"query\",\"id\":\"" + id + "\"," + call + hash + '}';
  }

  private static String counter(String name) {
    return "\"fn\":\"counters:read\",\"args\":{\"name\":\"" + name + "\"}";
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
