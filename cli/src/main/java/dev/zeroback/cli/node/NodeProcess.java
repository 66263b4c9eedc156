package dev.zeroback.cli.node;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** Node's global {@code process}, timers, {@code crypto} and {@code fetch}. */
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

  @JSBody(params = "code", script = "process.exit(code)")
  static native void exit(int code);

  @JSBody(params = "line", script = "process.stdout.write(line + '\\n')")
  static native void print(String line);

  @JSBody(params = "line", script = "process.stderr.write(line + '\\n')")
  static native void printError(String line);

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

  @JSBody(
      params = {"url", "json", "key", "onAnswer", "onFailure"},
      script =
          "var headers = { 'content-type': 'application/json' };"
              + "if (key !== null) headers.authorization = 'Bearer ' + key;"
              + "fetch(url, { method: 'POST', headers: headers, body: json }).then(function(answer) {"
              + "  return answer.text().then(function(text) { onAnswer(answer.status, text) })"
              + "}).catch(function(error) {"
              + "  onFailure(String(error.cause && error.cause.message || error.message)) })")
  static native void post(String url, String json, String key, Answer onAnswer, Text onFailure);

  @JSFunctor
  interface Task extends JSObject {
    void run();
  }

  @JSFunctor
  interface Text extends JSObject {
    void accept(String text);
  }

  @JSFunctor
  interface Answer extends JSObject {
    void accept(int status, String body);
  }
}
