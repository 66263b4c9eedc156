package dev.zeroback.cli.node;

import org.teavm.jso.JSBody;

/** Packages as Node finds them: with Yarn's Plug'n'Play they lie in archives. */
final class NodePackages {
  private NodePackages() {}

  /** Returns the folder of a package, as seen from a directory; {@code null} if there is none. */
  @JSBody(
      params = {"name", "directory"},
      script =
          "var require = process.getBuiltinModule('node:module').createRequire(directory + '/');"
              + "try {"
              + "var manifest = require.resolve(name + '/package.json');"
              + "return process.getBuiltinModule('node:path').dirname(manifest)"
              + "} catch (error) { return null }")
  static native String folder(String name, String directory);
}
