package dev.zeroback.cli.command;

import dev.zeroback.cli.platform.FileSystem;
import dev.zeroback.cli.platform.Host;
import dev.zeroback.cli.platform.Paths;

/** One run of the CLI: the host and how the run speaks and ends. */
record Session(Host host) {
  /** The project was not fit for the command. */
  static final int FAILED = 1;

  /** The command line was wrong. */
  static final int MISUSED = 2;

  FileSystem files() {
    return host.files();
  }

  void say(String line) {
    host.terminal().print(line);
  }

  void complain(String line) {
    host.terminal().printError(line);
  }

  void fail(String message) {
    complain(message);
    exit(FAILED);
  }

  void exit(int code) {
    host.exit(code);
  }

  /** Returns the absolute path of what the user wrote. */
  String path(String written) {
    return Paths.resolve(host.workingDirectory(), written);
  }

  /** Returns {@code path} as the user would write it. */
  String shown(String path) {
    return Paths.relative(host.workingDirectory(), path);
  }
}
