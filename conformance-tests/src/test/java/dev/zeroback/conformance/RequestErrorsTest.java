package dev.zeroback.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.conformance.harness.ClientSocket;
import dev.zeroback.conformance.harness.Frame;
import dev.zeroback.conformance.harness.ServerObject;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a refused or failed request is told, and that nothing of it stays. */
class RequestErrorsTest {
  private final ServerObject object = Basics.newObject();
  private final ClientSocket socket = object.connect();
  private final String project = Basics.newProject(socket, "A");

  @AfterEach
  void closeSocket() {
    socket.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"query", "mutation", "action"})
  void unknownFunction_isNotFoundAndNamesNoOther(String type) {
    Frame error = call(type, "tasks:nothing", Map.of());
    assertThat(error.code()).isEqualTo("execution_error");
    assertThat(error.message()).contains("Function not found").doesNotContain("createSecretly");
  }

  @Test
  void internalFunction_isForbidden() {
    Frame error =
        call("mutation", "tasks:createSecretly", Map.of("projectId", project, "text", "x"));
    assertThat(error.code()).isEqualTo("forbidden");
    assertThat(error.message()).contains("internal");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tasks:list", "tasks:createTwo"})
  void functionOfAnotherKind_isRefusedAsAMutation(String fn) {
    Frame error = call("mutation", fn, Map.of("projectId", project));
    assertThat(error.code()).isIn("execution_error", "bad_request");
    assertThat(error.message()).contains(fn);
  }

  @Test
  void missingArgument_isNamed() {
    Frame error = call("mutation", "tasks:create", Map.of("projectId", project));
    assertThat(error.code()).isEqualTo("execution_error");
    assertThat(error.message()).contains("Missing required field").contains("text");
  }

  @Test
  void unexpectedArgument_isNamed() {
    Frame error =
        call("mutation", "tasks:create", Map.of("projectId", project, "text", "x", "extra", 1));
    assertThat(error.code()).isEqualTo("execution_error");
    assertThat(error.message()).contains("Unexpected field").contains("extra");
  }

  @Test
  void argumentOfAnotherType_isNamedWithTheExpectedType() {
    Frame error = call("mutation", "tasks:create", Map.of("projectId", project, "text", 5));
    assertThat(error.code()).isEqualTo("execution_error");
    assertThat(error.message()).contains("Expected string").contains("text");
  }

  @Test
  void idOfAnotherTable_isRefused() {
    Frame error = call("query", "tasks:get", Map.of("id", project));
    assertThat(error.code()).isEqualTo("execution_error");
    assertThat(error.message()).contains("id");
  }

  @Test
  void appError_carriesItsData() {
    Frame error = call("mutation", "tasks:refuse", Map.of());
    assertThat(error.code()).isEqualTo("app_error");
    assertThat(error.message()).isEqualTo("Out of stock");
    assertThat(error.members()).containsEntry("data", Map.of("left", 0));
  }

  @Test
  void otherError_staysInTheLogInProduction() {
    Frame error =
        call("mutation", "tasks:createAndThrow", Map.of("projectId", project, "text", "x"));
    assertThat(error.code()).isEqualTo("execution_error");
    assertThat(error.message()).contains("Server error").doesNotContain("secret");
  }

  @Test
  void mutationThatThrows_leavesNoTraceAndUpdatesNobody() {
    try (ClientSocket reader = object.connect()) {
      reader.subscribe("q", "tasks:list", Map.of("projectId", project));
      call("mutation", "tasks:createAndThrow", Map.of("projectId", project, "text", "x"));
      assertThat(reader.drain()).isEmpty();
      assertThat(Basics.runs(socket, "list:" + project)).isEqualTo(1);
      assertThat(reader.subscribe("count", "tasks:count", Map.of("projectId", project)))
          .isEqualTo(0);
    }
  }

  @Test
  void refusedQuery_isNoSubscription() {
    call("query", "tasks:list", Map.of());
    String task = Basics.newTask(socket, project, "milk");
    assertThat(task).startsWith("tasks:");
    assertThat(socket.drain()).isEmpty();
  }

  private Frame call(String type, String fn, Map<String, ?> args) {
    socket.send(Map.of("type", type, "id", "r", "fn", fn, "args", args));
    return socket.expectError("r");
  }
}
