package dev.zeroback.cli.node;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** Node's global {@code process}, timers and {@code crypto}. */
final class NodeProcess {
  private NodeProcess() {}

  @JSBody(script = "return process.argv")
  static native String[] argv();

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

  /** Ends the program quietly when nobody reads its output any more, as after {@code | head}. */
  @JSBody(
      script =
          "[process.stdout, process.stderr].forEach(function(stream) {"
              + " stream.on('error', function(error) {"
              + "  if (error.code !== 'EPIPE') throw error;"
              + "  process.exit(0) }) })")
  static native void endWithReader();

  @JSBody(
      params = "listener",
      script =
          "['SIGINT', 'SIGTERM', 'SIGHUP'].forEach(function(signal) {"
              + " process.once(signal, function() { listener() }) })")
  static native void onSignal(Task listener);

  @JSBody(
      params = {"task", "delayMillis"},
      script = "return setTimeout(task, delayMillis)")
  static native JSObject after(Task task, int delayMillis);

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
  interface Text extends JSObject {
    void accept(String text);
  }
}
