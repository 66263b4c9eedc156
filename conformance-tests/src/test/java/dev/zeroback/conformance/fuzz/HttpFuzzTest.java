package dev.zeroback.conformance.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.conformance.Basics;
import dev.zeroback.conformance.harness.Answer;
import dev.zeroback.conformance.harness.ServerObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Hostile HTTP requests to every route, without credentials. */
class HttpFuzzTest {
  /** A longer run: {@code -Dzeroback.fuzz.requests=100000}. */
  private static final int REQUESTS = Integer.getInteger("zeroback.fuzz.requests", 6_000);

  private static final long SEED = Long.getLong("zeroback.seed", 1);
  private static final List<String> PATHS =
      List.of(
          "/query",
          "/query/",
          "/query?x=1",
          "/health",
          "/ws",
          "/__admin/run",
          "/__dev/reset",
          "/__admin/..%2fquery",
          "/%00",
          "/storage/x",
          "/storage/_storage/../upload",
          "/storage/upload",
          "/storage/upload?token=",
          "/storage/upload?token=01ARZ3NDEKTSV4RRFFQ69G5FAV00000000000000000000000000000000",
          "/__admin/logs?follow=0",
          "/__admin/schema",
          "/",
          "//query",
          "/t/other/query");
  private static final List<Integer> EXPECTED = List.of(200, 204, 400, 403, 404, 405, 426);

  private static final List<String> METHODS =
      List.of("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD");
  private static final List<String> CONTENT_TYPES =
      List.of(
          "application/json",
          "text/plain",
          "application/json; charset=utf-16",
          "x",
          "multipart/form-data");

  @Test
  void hostileRequests_areRefusedSafelyAndTheNextGoodOneIsServed() {
    Random random = new Random(SEED);
    HostileText texts = new HostileText(SEED + 1);
    System.out.println("HttpFuzzTest: " + REQUESTS + " requests, seed " + SEED);
    ServerObject object = Basics.newObject();
    for (int i = 0; i < REQUESTS; i++) {
      String path = pick(PATHS, random);
      Answer answer =
          object.send(
              object
                  .request(path)
                  .header("Content-Type", pick(CONTENT_TYPES, random))
                  .header("Authorization", "Bearer " + random.nextInt())
                  .method(pick(METHODS, random), BodyPublishers.ofString(texts.next())));
      assertThat(answer.status()).as(path + ": " + answer.body()).isIn(EXPECTED);
      SafeAnswer.check(answer.body());
    }
    assertThat(object.post("/query", Map.of("fn", "projects:list")).result()).isEqualTo(List.of());
  }

  private static String pick(List<String> from, Random random) {
    return from.get(random.nextInt(from.size()));
  }
}
