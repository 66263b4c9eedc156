package dev.zeroback.cli.platform;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** Starts Node programs in process groups of their own. */
public interface ChildProcesses {
  /**
   * Starts a Node script.
   *
   * @param environment added to this process's own
   * @param onLine told each line of its output, errors included
   * @param onExit told its exit code, 1 when a signal ended it
   */
  Child start(
      String script,
      List<String> arguments,
      String directory,
      Map<String, String> environment,
      Consumer<String> onLine,
      IntConsumer onExit);

  /** A running program. */
  interface Child {
    /**
     * Ends the program and all that it started; kills what has not ended after a grace of 3
     * seconds.
     */
    void stop();
  }
}
