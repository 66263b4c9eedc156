package dev.zeroback.cli.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The files of this machine, on the JVM. */
public final class DiskFileSystem implements FileSystem {
  @Override
  public Optional<String> readText(String path) {
    try {
      return Files.isRegularFile(Path.of(path))
          ? Optional.of(Files.readString(Path.of(path)))
          : Optional.empty();
    } catch (IOException e) {
      throw new FileException("Cannot read " + path, e);
    }
  }

  @Override
  public void writeText(String path, String text) {
    try {
      Files.createDirectories(Path.of(path).getParent());
      Files.writeString(Path.of(path), text);
    } catch (IOException e) {
      throw new FileException("Cannot write " + path, e);
    }
  }

  @Override
  public void replaceText(String path, String text) {
    writeText(path, text);
  }

  @Override
  public void writeSecret(String path, String text) {
    writeText(path, text);
    try {
      Files.setPosixFilePermissions(Path.of(path), PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new FileException("Cannot protect " + path, e);
    }
  }

  @Override
  public boolean exists(String path) {
    return Files.exists(Path.of(path));
  }

  @Override
  public boolean isDirectory(String path) {
    return Files.isDirectory(Path.of(path));
  }

  @Override
  public List<String> entries(String directory) {
    if (!isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(Path.of(directory))) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new FileException("Cannot list " + directory, e);
    }
  }

  @Override
  public void remove(String path) {
    try (Stream<Path> all = Files.walk(Path.of(path))) {
      all.sorted(Comparator.reverseOrder()).forEach(DiskFileSystem::delete);
    } catch (IOException e) {
      throw new FileException("Cannot remove " + path, e);
    }
  }

  private static void delete(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
