package dev.zeroback.cli.platform;

/** Where the CLI writes, line by line. */
public interface Terminal {
  void print(String line);

  void printError(String line);
}
