package dev.zeroback.core.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Expected output that is kept in a file under {@code src/test/resources}. Run the tests with
 * {@code -Dzeroback.bless=true} to write what they produce, and read the difference before
 * committing it.
 */
public final class GoldenFile {
  private final Path path;

  /**
   * @param name path under {@code src/test/resources} of the module under test
   */
  public GoldenFile(String name) {
    path = Path.of("src/test/resources", name);
  }

  public String read() {
    try {
      return Files.readString(path);
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  public void expect(String actual) {
    if (Boolean.getBoolean("zeroback.bless")) {
      write(actual);
    }
    assertThat(actual).as("%s, or bless it with -Dzeroback.bless=true", path).isEqualTo(read());
  }

  private void write(String text) {
    try {
      Files.createDirectories(path.getParent());
      Files.writeString(path, text);
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
  }
}
