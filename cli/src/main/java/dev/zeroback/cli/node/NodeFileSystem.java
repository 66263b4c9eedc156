package dev.zeroback.cli.node;

import dev.zeroback.cli.platform.FileException;
import dev.zeroback.cli.platform.FileSystem;
import dev.zeroback.cli.platform.Paths;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

final class NodeFileSystem implements FileSystem {
  @Override
  public Optional<String> readText(String path) {
    if (!exists(path) || isDirectory(path)) {
      return Optional.empty();
    }
    try {
      return Optional.of(NodeFs.readFileSync(path, "utf8"));
    } catch (RuntimeException e) {
      throw new FileException("Cannot read " + path + ": " + reason(e), e);
    }
  }

  @Override
  public void writeText(String path, String text) {
    write(path, text, 0666);
  }

  @Override
  public void replaceText(String path, String text) {
    String beside = path + ".new";
    writeText(beside, text);
    try {
      NodeFs.renameSync(beside, path);
    } catch (RuntimeException e) {
      throw new FileException("Cannot replace " + path + ": " + reason(e), e);
    }
  }

  @Override
  public void writeSecret(String path, String text) {
    write(path, text, 0600);
  }

  private static void write(String path, String text, int mode) {
    try {
      NodeFs.mkdirSync(Paths.parent(path), NodeFs.recursive());
      NodeFs.writeFileSync(path, text, NodeFs.mode(mode));
    } catch (RuntimeException e) {
      throw new FileException("Cannot write " + path + ": " + reason(e), e);
    }
  }

  @Override
  public boolean exists(String path) {
    return NodeFs.existsSync(path);
  }

  @Override
  public boolean isDirectory(String path) {
    return NodeFs.existsSync(path)
        && NodeFs.isDirectory(NodeFs.statSync(path, NodeFs.absentAllowed()));
  }

  @Override
  public List<String> entries(String directory) {
    if (!isDirectory(directory)) {
      return List.of();
    }
    try {
      String[] names = NodeFs.readdirSync(directory);
      Arrays.sort(names);
      return List.of(names);
    } catch (RuntimeException e) {
      throw new FileException("Cannot list " + directory + ": " + reason(e), e);
    }
  }

  @Override
  public void remove(String path) {
    try {
      NodeFs.rmSync(path, NodeFs.removeAll());
    } catch (RuntimeException e) {
      throw new FileException("Cannot remove " + path + ": " + reason(e), e);
    }
  }

  /** What Node says, without what kind of an error it is. */
  private static String reason(RuntimeException e) {
    String message = e.getMessage();
    String kind = "Error: ";
    int start = message.indexOf(kind);
    return start < 0 ? message : message.substring(start + kind.length());
  }
}
