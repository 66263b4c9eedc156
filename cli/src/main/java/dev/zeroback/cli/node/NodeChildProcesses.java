package dev.zeroback.cli.node;

import dev.zeroback.cli.platform.ChildProcesses;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSClass;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSModule;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSTopLevel;

/** {@code node:child_process}. Programs that it starts end with this process, however it ends. */
final class NodeChildProcesses implements ChildProcesses {
  private static final int GRACE_MILLIS = 3000;

  @Override
  public Child start(
      String script,
      List<String> arguments,
      String directory,
      Map<String, String> environment,
      Consumer<String> onLine,
      IntConsumer onExit) {
    List<String> command = new ArrayList<>();
    command.add("--import");
    command.add(InstalledFile.url("ends-with-parent.js"));
    command.add(script);
    command.addAll(arguments);
    List<String> variables = new ArrayList<>();
    environment.forEach(
        (name, value) -> {
          variables.add(name);
          variables.add(value);
        });
    JSObject child =
        Native.spawn(
            NodeProcess.execPath(),
            command.toArray(new String[0]),
            options(directory, variables.toArray(new String[0])));
    listen(
        child,
        onLine::accept,
        code -> {
          signalGroup(child, "SIGKILL");
          onExit.accept(code);
        });
    return () -> {
      signalGroup(child, "SIGTERM");
      NodeProcess.after(() -> signalGroup(child, "SIGKILL"), GRACE_MILLIS);
    };
  }

  @JSBody(
      params = {"directory", "variables"},
      script =
          "var env = Object.assign({}, process.env);"
              + "for (var i = 0; i < variables.length; i += 2) env[variables[i]] = variables[i + 1];"
              + "return { cwd: directory, env: env, stdio: ['ignore', 'pipe', 'pipe', 'pipe'],"
              + "  detached: process.platform !== 'win32' }")
  private static native JSObject options(String directory, String[] variables);

  /**
   * Tells whole lines; the exit is told once, when the output has ended too, and also of a program
   * that could not be started. What it left behind is killed then.
   */
  @JSBody(
      params = {"child", "onLine", "onExit"},
      script =
          "function lines(stream) {"
              + "  var rest = ''; stream.setEncoding('utf8');"
              + "  stream.on('data', function(text) {"
              + "    var parts = (rest + text).split('\\n'); rest = parts.pop();"
              + "    parts.forEach(function(line) { onLine(line) }) });"
              + "  stream.on('end', function() { if (rest !== '') onLine(rest) }) }"
              + "lines(child.stdout); lines(child.stderr);"
              + "child.on('error', function(error) { onLine(String(error.message)) });"
              + "child.on('close', function(code) { onExit(code === null || code < 0 ? 1 : code) })")
  private static native void listen(JSObject child, NodeProcess.Text onLine, Code onExit);

  /**
   * Signals the child's whole process group; one that has ended already, or was never started, is
   * fine.
   */
  @JSBody(
      params = {"child", "signal"},
      script =
          "if (child.pid === undefined) return;"
              + "if (process.platform === 'win32') { child.kill(signal); return }"
              + "try { process.kill(-child.pid, signal) }"
              + "catch (error) { if (error.code !== 'ESRCH') throw error }")
  private static native void signalGroup(JSObject child, String signal);

  @JSFunctor
  interface Code extends JSObject {
    void accept(int code);
  }

  @JSClass
  @JSModule("node:child_process")
  static final class Native implements JSObject {
    private Native() {}

    @JSTopLevel
    static native JSObject spawn(String command, String[] arguments, JSObject options);
  }
}
