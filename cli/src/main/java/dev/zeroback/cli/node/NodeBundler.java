package dev.zeroback.cli.node;

import dev.zeroback.cli.platform.Bundler;
import java.util.List;
import java.util.function.Consumer;
import org.teavm.jso.JSClass;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSModule;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSTopLevel;

/** {@code bundler.js}, which lies beside the program. */
final class NodeBundler implements Bundler {
  @Override
  public void bundle(
      String beside,
      String directory,
      String entry,
      String output,
      String adder,
      Consumer<Bundle> onBundled) {
    Native.bundle(
        beside,
        directory,
        entry,
        output,
        adder,
        (module, sources, problems) ->
            onBundled.accept(new Bundle(module, List.of(sources), List.of(problems))));
  }

  @JSFunctor
  interface Bundled extends JSObject {
    void accept(String module, String[] sources, String[] problems);
  }

  @JSClass
  @JSModule("./bundler.js")
  static final class Native implements JSObject {
    private Native() {}

    @JSTopLevel
    static native void bundle(
        String beside,
        String directory,
        String entry,
        String output,
        String adder,
        Bundled onBundled);
  }
}
