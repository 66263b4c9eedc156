package dev.zeroback.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.cli.platform.FakeHost.FakeChild;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The ports of dev, and who else has them. */
class DevServerPortsTest extends DevServerCase {
  private static final String UNNAMED =
      "✘ [ERROR] Address already in use (socket \"direct:1:default\"). Please check that you are not"
          + " already running a server on this address.";

  @Test
  void theFirstFreePort_isForDebuggers() {
    host.takenPorts.addAll(List.of(9229, 9230));
    startWith("1");
    assertThat(host.child().arguments).containsSequence("--inspector-port", "9231");
  }

  @Test
  void aPortForDebuggers_thatAnotherDevTakesMeanwhile_isLeftToIt() {
    start(project());
    answerBundle("1");
    FakeChild wrangler = wrangler();
    assertThat(wrangler.arguments).containsSequence("--inspector-port", "9229");
    wrangler.onLine.accept(
        "✘ [ERROR] Address already in use (127.0.0.1:9229). Specify a different port with --port.");
    assertThat(wrangler.stopped).isTrue();
    wrangler.onExit.accept(1);
    assertThat(host.exitCode).isEmpty();
    assertThat(host.child().arguments).containsSequence("--inspector-port", "9230");
    host.child().onLine.accept("[wrangler:info] Ready on http://localhost:8788");
    assertThat(host.lines).last().isEqualTo("Port 9229 is in use: debuggers attach to port 9230.");
    assertThat(host.lines).noneMatch(line -> line.contains("--port"));
  }

  @Test
  void aTakenPortForDebuggers_thatTheConfigurationNames_isToldWithIt() {
    host.texts.put(
        "/app/wrangler.toml", "main = \".zeroback/entry.ts\"\n[dev]\ninspector_port = 9229");
    start(project());
    answerBundle("1");
    FakeChild wrangler = wrangler();
    assertThat(wrangler.arguments).doesNotContain("--inspector-port");
    wrangler.onLine.accept(
        "✘ [ERROR] Address already in use (127.0.0.1:9229). Specify a different port with --port.");
    wrangler.onExit.accept(1);
    assertThat(host.exitCode).hasValue(1);
    assertThat(host.lines)
        .last()
        .isEqualTo(
            "Port 9229 is already in use. Stop the program that listens on it, or choose another"
                + " inspector_port in the worker's configuration.");
  }

  @Test
  void aPort_thatAnotherProgramTakesMeanwhile_isToldWithTheFlagForAnother() {
    start(project());
    answerBundle("1");
    FakeChild wrangler = wrangler();
    wrangler.onLine.accept(
        "*** Fatal uncaught kj::Exception: kj/async-io-unix.c++:945: failed: ::bind(sockfd):"
            + " Address already in use; toString() = 127.0.0.1:8788");
    wrangler.onLine.accept("stack: /app/workerd@51f7db6");
    wrangler.onExit.accept(1);
    assertThat(host.exitCode).hasValue(1);
    assertThat(host.lines)
        .last()
        .isEqualTo(
            "Port 8788 is already in use. Stop the program that listens on it, or choose another"
                + " port: zeroback dev --port 8789");
    assertThat(host.lines).noneMatch(line -> line.contains("workerd"));
  }

  @Test
  void aTakenDebuggersPortThatWranglerDoesNotName_isGivenUpForTheNext() {
    start(project());
    answerBundle("one");
    FakeChild wrangler = wrangler();
    wrangler.onLine.accept(UNNAMED);
    wrangler.onExit.accept(1);
    assertThat(host.exitCode).isEmpty();
    assertThat(host.child().arguments).containsSequence("--inspector-port", "9230");
  }

  @Test
  void aConfiguredDebuggersPortThatWranglerDoesNotName_endsDevWithWhatToDo() {
    host.texts.put("/app/wrangler.toml", "[dev]\ninspector_port = 9300\n");
    start(project());
    answerBundle("one");
    FakeChild wrangler = wrangler();
    wrangler.onLine.accept(UNNAMED);
    wrangler.onExit.accept(1);
    assertThat(host.exitCode).hasValue(1);
    assertThat(host.lines)
        .last()
        .isEqualTo(
            "Port 9300 is already in use. Stop the program that listens on it, or choose another"
                + " inspector_port in the worker's configuration.");
  }
}
