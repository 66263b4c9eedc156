package dev.zeroback.core.port;

/**
 * Runs user functions. The engine learns the outcome by {@code finished} or {@code failed} with the
 * same run id.
 */
public interface FunctionHost {
  /**
   * Starts a user's handler. It must not report the outcome before this call returns.
   *
   * @param run a positive integer, unique in the object's life in memory
   * @param function registered name, {@code path/module:export}
   * @param args validated arguments
   */
  void start(int run, String function, Doc args);
}
