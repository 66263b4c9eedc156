package dev.zeroback.cli.node;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** Node's global {@code process}, timers and {@code crypto}. */
final class NodeProcess {
  private NodeProcess() {}

  @JSBody(script = "return process.argv")
  static native String[] argv();

  @JSBody(script = "return process.versions.node")
  static native String version();

  @JSBody(script = "return process.cwd()")
  static native String cwd();

  @JSBody(script = "return process.execPath")
  static native String execPath();

  @JSBody(
      params = "name",
      script = "return process.env[name] === undefined ? null : process.env[name]")
  static native String environment(String name);

  /** Ends the program once its readers have got what it wrote. */
  @JSBody(
      params = "code",
      script =
          "var late = [process.stdout, process.stderr].filter(function(stream) {"
              + " return stream.writableLength > 0 });"
              + "if (late.length === 0) process.exit(code);"
              + "var left = late.length;"
              + "late.forEach(function(stream) { stream.write('', function() {"
              + " if (--left === 0) process.exit(code) }) })")
  static native void exit(int code);

  @JSBody(params = "line", script = "process.stdout.write(line + '\\n')")
  static native void print(String line);

  @JSBody(params = "line", script = "process.stderr.write(line + '\\n')")
  static native void printError(String line);

  /**
   * Goes on when nobody reads the program's output any more, as after {@code | head}: what it is at
   * may be a deployment.
   */
  @JSBody(
      script =
          "[process.stdout, process.stderr].forEach(function(stream) {"
              + " stream.on('error', function(error) {"
              + "  if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') throw error }) })")
  static native void outliveReader();

  /**
   * Calls back when the program is asked to end, and when its output has lost its reader. Asked
   * again later it ends at once; what comes within half a second is the same wish, which npm passes
   * on although the terminal has told everyone.
   */
  @JSBody(
      params = "listener",
      script =
          "var since;"
              + "function ask() {"
              + "  if (since === undefined) { since = Date.now(); listener() }"
              + "  else if (Date.now() - since > 500) process.exit(1) }"
              + "['SIGINT', 'SIGTERM', 'SIGHUP'].forEach(function(signal) {"
              + " process.on(signal, ask) });"
              + "process.stdout.once('error', ask)")
  static native void onInterrupt(Task listener);

  /** Calls back with what was thrown and caught by nobody, in a callback as well. */
  @JSBody(
      params = "listener",
      script = "process.on('uncaughtException', function(error) { listener(error) })")
  static native void onUncaught(Thrown listener);

  /** Ends the program as Node does after an error that nobody caught. */
  @JSBody(
      params = "error",
      script = "console.error(error && error.stack || error); process.exit(1)")
  static native void crash(JSObject error);

  @JSBody(
      params = {"task", "delayMillis"},
      script = "return setTimeout(task, delayMillis)")
  static native JSObject after(Task task, int delayMillis);

  /** Keeps the program running. */
  @JSBody(
      params = {"task", "millis"},
      script = "setInterval(task, millis)")
  static native void every(Task task, int millis);

  /** Does not keep the program running. */
  @JSBody(
      params = {"task", "millis"},
      script = "setInterval(task, millis).unref()")
  static native void everyWhileRunning(Task task, int millis);

  @JSBody(params = "timer", script = "clearTimeout(timer)")
  static native void cancel(JSObject timer);

  @JSBody(
      script =
          "return Array.from(crypto.getRandomValues(new Uint8Array(32)),"
              + " function(byte) { return (256 + byte).toString(16).slice(1) }).join('')")
  static native String randomKey();

  @JSFunctor
  interface Task extends JSObject {
    void run();
  }

  @JSFunctor
  interface Thrown extends JSObject {
    void accept(JSObject error);
  }

  @JSFunctor
  interface Text extends JSObject {
    void accept(String text);
  }
}
