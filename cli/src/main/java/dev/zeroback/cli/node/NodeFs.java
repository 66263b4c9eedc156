package dev.zeroback.cli.node;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSClass;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSModule;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSTopLevel;

/** {@code node:fs}. */
@JSClass
@JSModule("node:fs")
final class NodeFs implements JSObject {
  private NodeFs() {}

  @JSTopLevel
  static native String readFileSync(String path, String encoding);

  @JSTopLevel
  static native void writeFileSync(String path, String text, JSObject options);

  @JSTopLevel
  static native void renameSync(String path, String target);

  @JSTopLevel
  static native void mkdirSync(String path, JSObject options);

  @JSTopLevel
  static native boolean existsSync(String path);

  @JSTopLevel
  static native JSObject statSync(String path, JSObject options);

  @JSTopLevel
  static native String[] readdirSync(String path);

  @JSTopLevel
  static native void rmSync(String path, JSObject options);

  @JSTopLevel
  static native String realpathSync(String path);

  @JSTopLevel
  static native JSObject watch(String path, JSObject options, WatchListener listener);

  @JSBody(script = "return { recursive: true }")
  static native JSObject recursive();

  @JSBody(params = "whole", script = "return { recursive: whole }")
  static native JSObject recursive(boolean whole);

  /** Whether the system itself can watch a folder with all that is below it. */
  @JSBody(script = "return process.platform === 'darwin' || process.platform === 'win32'")
  static native boolean watchesTrees();

  @JSBody(params = "watcher", script = "watcher.close()")
  static native void close(JSObject watcher);

  /** Calls back when a watch has ended by itself, as Windows ends that of a removed folder. */
  @JSBody(
      params = {"watcher", "onError"},
      script = "watcher.on('error', function() { onError() })")
  static native void onError(JSObject watcher, NodeProcess.Task onError);

  @JSBody(params = "mode", script = "return { mode: mode }")
  static native JSObject mode(int mode);

  @JSBody(script = "return { throwIfNoEntry: false }")
  static native JSObject absentAllowed();

  @JSBody(script = "return { recursive: true, force: true }")
  static native JSObject removeAll();

  @JSBody(
      params = "stat",
      script = "return stat !== undefined && stat !== null && stat.isDirectory()")
  static native boolean isDirectory(JSObject stat);

  /** What tells a state of a file from others; empty when there is none. */
  static String stamp(String path) {
    return stat(path, "mtimeMs size ino");
  }

  /** What tells a folder from another that takes its name; empty when there is none. */
  static String identity(String path) {
    return stat(path, "ino birthtimeMs");
  }

  /** These members of a file's {@code Stats}; empty when there is none, the code of an error. */
  @JSBody(
      params = {"path", "names"},
      script =
          "try {"
              + "var fs = process.getBuiltinModule('node:fs');"
              + "var stat = fs.statSync(path, { throwIfNoEntry: false });"
              + "return stat && names.split(' ').map(function(name) { return stat[name] }).join(' ') || ''"
              + "} catch (error) { return String(error.code) }")
  private static native String stat(String path, String names);

  /** When a file was written, renamed or made, in Unix milliseconds; 0 when there is none. */
  @JSBody(
      params = "path",
      script =
          "try {"
              + "var fs = process.getBuiltinModule('node:fs');"
              + "var stat = fs.statSync(path, { throwIfNoEntry: false });"
              + "return stat === undefined ? 0 : stat.ctimeMs"
              + "} catch (error) { return 0 }")
  static native double changedMillis(String path);

  @JSFunctor
  interface WatchListener extends JSObject {
    void changed(String kind, String path);
  }
}
