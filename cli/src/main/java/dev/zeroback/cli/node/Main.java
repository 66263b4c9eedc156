package dev.zeroback.cli.node;

import dev.zeroback.cli.command.Cli;
import dev.zeroback.cli.platform.FileException;
import java.util.Arrays;
import java.util.List;
import org.teavm.jso.JSExceptions;

/** The program that {@code zeroback} starts. */
public final class Main {
  private Main() {}

  /** Reads its arguments from Node's {@code process.argv}. */
  public static void main(String[] unused) {
    NodeProcess.outliveReader();
    List<String> argv = Arrays.asList(NodeProcess.argv());
    Cli cli = new Cli(new NodeHost());
    NodeProcess.onUncaught(
        error -> {
          if (JSExceptions.getJavaException(error) instanceof FileException failure) {
            cli.fail(failure);
          } else {
            NodeProcess.crash(error);
          }
        });
    cli.run(argv.subList(2, argv.size()));
  }
}
