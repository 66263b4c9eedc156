package dev.zeroback.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zeroback.cli.platform.FakeHost;
import dev.zeroback.cli.platform.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdminAccessTest {
  @ParameterizedTest
  @CsvSource({
    "ws://localhost:9400/ws, http://localhost:9400",
    "wss://my-app.example.com/ws/, https://my-app.example.com",
    "localhost:9400/ws, http://localhost:9400"
  })
  void addressOfClients_isTakenToo(String written, String url) throws UsageException {
    assertThat(at(written).url()).isEqualTo(url);
  }

  @Test
  void anEmptyAddress_isRefused() {
    assertThatThrownBy(() -> at("")).hasMessageStartingWith("--url is empty: --url <url>. See:");
  }

  @Test
  void aPageAboutAFailure_isNotShown_norIsTheKey() throws UsageException {
    AdminAccess server = at("localhost:8788");
    Json json = new FakeHost().json();
    assertThat(server.failure(json, 500, "<!DOCTYPE html>\nBearer k3y"))
        .startsWith("http://localhost:8788 answered 500: a page of HTML\nIts own log says why:");
    assertThat(server.failure(json, 403, "not with k3y\n    at worker.js:1:1"))
        .isEqualTo("http://localhost:8788 answered 403: not with <admin key>");
  }

  /** The admin key goes to this address. */
  @ParameterizedTest
  @CsvSource({
    "my-app.example.workers.dev, https://my-app.example.workers.dev",
    "my-app.example.com:8443/, https://my-app.example.com:8443",
    "localhost.example.com, https://localhost.example.com",
    "127.0.0.1.example.com, https://127.0.0.1.example.com",
    "localhost, http://localhost",
    "localhost:8788/, http://localhost:8788",
    "127.0.0.1:8788, http://127.0.0.1:8788",
    "[::1]:8788, http://[::1]:8788",
    "http://server.lan:8788, http://server.lan:8788"
  })
  void addressWithoutAScheme_isEncrypted_exceptOnThisMachine(String written, String url)
      throws UsageException {
    assertThat(at(written).url()).isEqualTo(url);
  }

  private static AdminAccess at(String written) throws UsageException {
    CommandLine line =
        CommandLine.parse(
            new LogsCommand().spec(), List.of("--url", written, "--admin-key", "k3y"));
    return AdminAccess.of(line, new Session(new FakeHost()));
  }
}
