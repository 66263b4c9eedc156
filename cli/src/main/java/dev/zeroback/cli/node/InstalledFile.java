package dev.zeroback.cli.node;

import org.teavm.jso.JSBody;

/** A file that is installed beside this program. */
final class InstalledFile {
  private InstalledFile() {}

  /** Returns its {@code file:} URL. */
  @JSBody(
      params = "name",
      script =
          "var path = process.getBuiltinModule('node:fs').realpathSync(process.argv[1]);"
              + "return new URL(name, process.getBuiltinModule('node:url').pathToFileURL(path)).href")
  static native String url(String name);
}
