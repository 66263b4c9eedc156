package dev.zeroback.cli.platform;

import java.util.Optional;
import java.util.function.Consumer;

/** What the CLI needs of the system it runs on. */
public interface Host {
  FileSystem files();

  Terminal terminal();

  ChildProcesses processes();

  Json json();

  String workingDirectory();

  /** The folder in which this program lies. */
  String installDirectory();

  Optional<String> environment(String name);

  /** Returns 256 random bits from a cryptographic source, in hexadecimal. */
  String randomKey();

  /** Tells whether nobody listens on {@code port} of this machine. */
  void whenPortChecked(int port, Consumer<Boolean> free);

  /**
   * Calls back, some 50 ms later, whenever files below {@code directory} changed; {@code
   * _generated} does not count.
   */
  void watch(String directory, Runnable onChange);

  /** Calls back once when the user or the system asks this program to end. */
  void onInterrupt(Runnable stop);

  /**
   * Sends a POST request with a JSON body.
   *
   * @param adminKey sent as a bearer token when present
   */
  void post(
      String url,
      String json,
      Optional<String> adminKey,
      Consumer<HttpAnswer> onAnswer,
      Consumer<String> onFailure);

  /** Ends this process. */
  void exit(int code);

  /** An answer's status and text. */
  record HttpAnswer(int status, String body) {}
}
