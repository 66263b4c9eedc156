package dev.zeroback.cli.platform;

import java.util.List;
import java.util.Optional;

/**
 * Files as the CLI uses them. Paths are absolute and separated by {@code /}. Failures are {@link
 * FileException}s.
 */
public interface FileSystem {
  /** Returns the UTF-8 text of a file, or nothing when there is no such file. */
  Optional<String> readText(String path);

  /** Writes a file and the folders above it. */
  void writeText(String path, String text);

  /**
   * Puts a file in the place of another: who reads it meanwhile gets the one or the other whole.
   */
  void replaceText(String path, String text);

  /** Writes a file that only its owner may read. */
  void writeSecret(String path, String text);

  boolean exists(String path);

  boolean isDirectory(String path);

  /** Returns the names in a folder, sorted; none when there is no such folder. */
  List<String> entries(String directory);

  /** Removes a file, or a folder with all that is in it. */
  void remove(String path);
}
