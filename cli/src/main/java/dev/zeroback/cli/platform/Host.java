package dev.zeroback.cli.platform;

import java.util.List;
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

  /** The version of Node that runs this program, as in {@code 20.19.0}. */
  String nodeVersion();

  /**
   * Returns the folder of a package where Node itself finds it, which need not be below {@code
   * node_modules}.
   *
   * @param directory of the code that would import the package
   */
  Optional<String> packageFolder(String name, String directory);

  /** Returns 256 random bits from a cryptographic source, in hexadecimal. */
  String randomKey();

  Bundler bundler();

  TypeChecker typeChecker();

  /**
   * Names the user's own lines in a text that names places in the worker that Wrangler has bundled
   * for {@code dev}, as far as they are known.
   *
   * @param directory the project's
   * @param atMillis when that was said: what is bundled later has other lines
   */
  String inSources(String text, String directory, double atMillis);

  /**
   * Keeps what {@link #inSources} needs to know of the worker that Wrangler has just bundled for
   * {@code dev}: Wrangler removes it when it ends.
   */
  void keepPlaces(String directory);

  /** Tells whether nobody listens on {@code port} of this machine. */
  void whenPortChecked(int port, Consumer<Boolean> free);

  /**
   * Returns the program that listens on {@code port}, such as {@code node (process 12)}, if known.
   */
  Optional<String> portHolder(int port);

  /**
   * Claims {@code path}, which one program at a time can have, until this program ends in whatever
   * way. Where the system does not support that, everybody gets it.
   *
   * @param onAnswer told the process id of the program that has it, an empty text where it does not
   *     tell; nothing when this one got it
   */
  void claim(String path, Consumer<Optional<String>> onAnswer);

  /**
   * Calls back, some 50 ms later, whenever files below {@code directory} changed, came or went, or
   * the directory itself did. {@code node_modules} and what is hidden by a dot do not count; of
   * {@code _generated}, only what is removed.
   */
  void watch(String directory, Runnable onChange);

  /**
   * Calls back whenever one of these files changed, came or went, instead of those of an earlier
   * call.
   *
   * @param readMillis when the first one of them was read: what changed since then is told, too
   */
  void watchFiles(List<String> paths, double readMillis, Runnable onChange);

  /**
   * Calls back when the user or the system asks this program to end, or nobody reads its output any
   * more.
   */
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

  /**
   * Reads an endless answer line by line.
   *
   * @param adminKey sent as a bearer token when present
   * @param onRefused told an answer whose status is not 200
   * @param onEnd told why nothing more will come
   */
  void follow(
      String url,
      Optional<String> adminKey,
      Consumer<String> onLine,
      Consumer<HttpAnswer> onRefused,
      Consumer<String> onEnd);

  /**
   * Opens a WebSocket and sends one frame.
   *
   * @param adminKey sent as a bearer token when present
   * @param onEnd told why nothing more will come
   */
  void converse(
      String url,
      Optional<String> adminKey,
      String frame,
      Consumer<String> onFrame,
      Consumer<String> onEnd);

  /** Calls back once, after a delay. */
  void after(int delayMillis, Runnable task);

  /** Ends this process. */
  void exit(int code);

  /** An answer's status and text. */
  record HttpAnswer(int status, String body) {}
}
