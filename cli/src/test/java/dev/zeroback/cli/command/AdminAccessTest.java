package dev.zeroback.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zeroback.cli.platform.FakeHost;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdminAccessTest {
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
    CommandLine line =
        CommandLine.parse(new LogsCommand().spec(), List.of("--url", written, "--admin-key", "k"));
    assertThat(AdminAccess.of(line, new Session(new FakeHost())).url()).isEqualTo(url);
  }
}
