package dev.zeroback.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.conformance.harness.Answer;
import dev.zeroback.conformance.harness.ServerObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The HTTP routes, with and without the admin key. */
class HttpTest {
  private final ServerObject object = Basics.newObject();

  @Test
  void health_isOk() {
    Answer answer = object.get("/health");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("OK");
  }

  @Test
  void query_answersItsResultToAnyOrigin() {
    object.run("projects:create", Map.of("name", "A")).result();
    Answer answer = object.post("/query", Map.of("fn", "projects:list", "args", Map.of()));
    assertThat(Basics.field(answer.result(), "name")).containsExactly("A");
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
    assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials")).isEmpty();
  }

  @Test
  void queryWithoutArgs_takesNone() {
    assertThat(object.post("/query", Map.of("fn", "projects:list")).result()).isEqualTo(List.of());
  }

  @Test
  void unknownFunction_is404() {
    Answer answer = object.post("/query", Map.of("fn", "projects:nothing"));
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.json()).containsEntry("code", "not_found");
  }

  @Test
  void internalFunction_is403() {
    Answer answer = object.post("/query", Map.of("fn", "tasks:createSecretly"));
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.json()).containsEntry("code", "forbidden");
  }

  @Test
  void functionThatIsNoQuery_is400() {
    Answer answer = object.post("/query", Map.of("fn", "tasks:create"));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json()).containsEntry("code", "bad_request");
  }

  @Test
  void argumentsThatDoNotFit_are400WithThePath() {
    Answer answer = object.post("/query", Map.of("fn", "tasks:list", "args", Map.of()));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json()).containsEntry("code", "bad_request");
    assertThat((String) answer.json().get("error")).contains("Missing required field");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "{\"fn\":7}", "{\"fn\":\"a:b\",\"args\":[]}"})
  void malformedBody_is400(String body) {
    Answer answer = object.send(object.postRequest("/query", body));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json()).containsEntry("code", "bad_request").containsKey("error");
  }

  @Test
  void bodyThatABrowserMaySendWithoutAsking_is400() {
    Answer answer =
        object.send(
            object
                .request("/query")
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("{\"fn\":\"projects:list\"}")));
    assertThat(answer.status()).isEqualTo(400);
  }

  @Test
  void adminRun_runsInternalFunctions() {
    String project = (String) object.run("projects:create", Map.of("name", "A")).result();
    Map<String, ?> args = Map.of("projectId", project, "text", "milk");
    assertThat((String) object.run("tasks:createSecretly", args).result()).startsWith("tasks:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/__admin/run", "/__dev/reset", "/__admin", "/__dev", "/nothing"})
  void adminPathWithoutTheKey_is404LikeAnyUnknownPath(String path) {
    Answer answer = object.post(path, Map.of("fn", "projects:list"));
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.body()).isEqualTo(object.post("/unknown", Map.of()).body());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Bearer wrong", "Bearer ", "Bearer", "conformance-admin-key", "Basic eDp5"})
  void wrongKey_is404(String authorization) {
    Answer answer = object.send(adminRun().header("Authorization", authorization));
    assertThat(answer.status()).isEqualTo(404);
  }

  @Test
  void rightKeyFromAPage_is404() {
    Answer answer =
        object.send(
            adminRun()
                .header("Authorization", "Bearer conformance-admin-key")
                .header("Origin", "https://example.com"));
    assertThat(answer.status()).isEqualTo(404);
  }

  @Test
  void socketPathWithoutAnUpgrade_is426() {
    assertThat(object.get("/ws").status()).isEqualTo(426);
  }

  private HttpRequest.Builder adminRun() {
    return object.postRequest("/__admin/run", "{\"fn\":\"projects:list\"}");
  }
}
