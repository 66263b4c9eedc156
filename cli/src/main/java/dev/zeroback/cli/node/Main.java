package dev.zeroback.cli.node;

import dev.zeroback.cli.command.Cli;
import java.util.Arrays;
import java.util.List;

/** The program that {@code zeroback} starts. */
public final class Main {
  private Main() {}

  /** Reads its arguments from Node's {@code process.argv}. */
  public static void main(String[] unused) {
    NodeProcess.endWithReader();
    List<String> argv = Arrays.asList(NodeProcess.argv());
    new Cli(new NodeHost()).run(argv.subList(2, argv.size()));
  }
}
