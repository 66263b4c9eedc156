package dev.zeroback.cli.node;

import org.teavm.jso.JSClass;
import org.teavm.jso.JSModule;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSTopLevel;

/** {@code places.js}, which lies beside the program. */
final class NodePlaces {
  private NodePlaces() {}

  static String inSources(String text, String directory, double atMillis) {
    return Native.inSources(text, directory, atMillis);
  }

  static void keepPlaces(String directory) {
    Native.keepPlaces(directory);
  }

  @JSClass
  @JSModule("./places.js")
  static final class Native implements JSObject {
    private Native() {}

    @JSTopLevel
    static native String inSources(String text, String directory, double atMillis);

    @JSTopLevel
    static native void keepPlaces(String directory);
  }
}
