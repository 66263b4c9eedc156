package dev.zeroback.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.conformance.harness.ClientSocket;
import dev.zeroback.conformance.harness.Frame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames that cannot be read: each is answered with an error, and the socket goes on. */
class MalformedFramesTest {
  private final ClientSocket socket = Basics.newObject().connect();

  @AfterEach
  void socketStillWorks() {
    assertThat(Basics.newProject(socket, "A")).startsWith("projects:");
    socket.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "nonsense",
        "null",
        "[]",
        "42",
        "\"ping\"",
        "{}",
        "{\"type\":null}",
        "{\"type\":\"dance\"}",
        "{\"type\":\"query\"}",
        "{\"type\":\"query\",\"id\":7,\"fn\":\"tasks:list\"}",
        "{\"type\":\"unsubscribe\"}",
        "{\"type\":\"__proto__\"}",
        "{\"type\":\"ping\"}{\"type\":\"ping\"}"
      })
  void unreadableFrame_isBadRequestWithoutAnId(String frame) {
    socket.sendText(frame);
    Frame error = socket.next();
    assertThat(error.type()).isEqualTo("error");
    assertThat(error.code()).isEqualTo("bad_request");
    assertThat(error.members()).doesNotContainKey("id");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"query\",\"id\":\"r\"}",
        "{\"type\":\"query\",\"id\":\"r\",\"fn\":7}",
        "{\"type\":\"mutation\",\"id\":\"r\",\"fn\":\"tasks:create\",\"args\":[]}",
        "{\"type\":\"mutation\",\"id\":\"r\",\"fn\":\"tasks:create\",\"args\":\"x\"}",
        "{\"type\":\"action\",\"id\":\"r\",\"fn\":\"probe:runs\",\"args\":{\"key\":{\"$int64\":\"x\"}}}",
        "{\"type\":\"query\",\"id\":\"r\",\"fn\":\"__proto__\",\"args\":{}}",
        "{\"type\":\"query\",\"id\":\"r\",\"fn\":\"constructor\",\"args\":{}}",
        "{\"type\":\"query\",\"id\":\"r\",\"fn\":\"toString\",\"args\":{}}"
      })
  void requestThatCannotBeServed_isAnErrorOfItsOwnOrOfTheFrame(String frame) {
    socket.sendText(frame);
    Frame error = socket.next();
    assertThat(error.type()).isEqualTo("error");
    assertThat(error.code()).isIn("bad_request", "execution_error");
    assertThat(error.members().get("id")).isIn("r", null);
  }

  @ParameterizedTest
  @CsvSource({"{\"type\":\"ping\"}", "'{ \"type\" : \"ping\" }'"})
  void ping_isAnsweredHoweverItIsWritten(String frame) {
    socket.sendText(frame);
    assertThat(socket.next().text()).isEqualTo("{\"type\":\"pong\"}");
  }

  @Test
  void binaryFrame_isBadRequest() {
    socket.sendBinary(new byte[] {1, 2, 3});
    assertThat(socket.next().code()).isEqualTo("bad_request");
  }

  @Test
  void deeplyNestedArguments_areAnErrorOfTheirRequest() {
    String deep = "[".repeat(20_000) + "]".repeat(20_000);
    socket.sendText(
        "{\"type\":\"query\",\"id\":\"r\",\"fn\":\"tasks:list\",\"args\":{\"x\":" + deep + "}}");
    Frame error = socket.next();
    assertThat(error.type()).isEqualTo("error");
  }
}
