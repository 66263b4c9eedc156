package dev.zeroback.cli.node;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** Requests and sockets: Node's {@code fetch}, and the package ws where Node has no WebSocket. */
final class NodeWeb {
  private NodeWeb() {}

  /**
   * Wrangler answers a failed request with a page, unless that is not accepted. What the callbacks
   * throw is no failure of the request.
   */
  @JSBody(
      params = {"url", "json", "key", "onAnswer", "onFailure"},
      script =
          "var headers = { 'content-type': 'application/json', accept: 'application/json' };"
              + "if (key !== null) headers.authorization = 'Bearer ' + key;"
              + "fetch(url, { method: 'POST', headers: headers, body: json }).then(function(answer) {"
              + "  return answer.text().then(function(text) {"
              + "    return function() { onAnswer(answer.status, text) } })"
              + "}).then(function(tell) { tell() }, function(error) {"
              + "  onFailure(String(error.cause && error.cause.message || error.message)) })")
  static native void post(
      String url, String json, String key, Answer onAnswer, NodeProcess.Text onFailure);

  /** What the callbacks throw is no end of the connection. */
  @JSBody(
      params = {"url", "key", "onLine", "onRefused", "onEnd"},
      script =
          "var headers = { accept: 'application/x-ndjson' };"
              + "if (key !== null) headers.authorization = 'Bearer ' + key;"
              + "function end(error) {"
              + "  onEnd(String(error.cause && error.cause.message || error.message)) }"
              + "fetch(url, { headers: headers }).then(function(answer) {"
              + "  if (answer.status !== 200) return answer.text().then(function(text) {"
              + "    onRefused(answer.status, text) }, end);"
              + "  var reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();"
              + "  var rest = '';"
              + "  function next() { return reader.read().then(function(chunk) {"
              + "    if (chunk.done) { onEnd('the connection ended'); return }"
              + "    var parts = (rest + chunk.value).split('\\n'); rest = parts.pop();"
              + "    parts.forEach(function(line) { onLine(line) });"
              + "    return next() }, end) }"
              + "  return next() }, end)")
  static native void follow(
      String url, String key, NodeProcess.Text onLine, Answer onRefused, NodeProcess.Text onEnd);

  @JSBody(
      params = {"url", "key", "frame", "onFrame", "onEnd"},
      script =
          "var program = process.getBuiltinModule('node:fs').realpathSync(process.argv[1]);"
              + "var WebSocket = process.getBuiltinModule('node:module').createRequire(program)('ws');"
              + "var headers = key !== null ? { authorization: 'Bearer ' + key } : {};"
              + "var socket = new WebSocket(url, { headers: headers });"
              + "var reason = 'the connection ended';"
              + "socket.on('open', function() { socket.send(frame) });"
              + "socket.on('message', function(data) { onFrame(String(data)) });"
              + "socket.on('error', function(error) { reason = String(error.message || error.code) });"
              + "socket.on('close', function() { onEnd(reason) })")
  static native void converse(
      String url, String key, String frame, NodeProcess.Text onFrame, NodeProcess.Text onEnd);

  @JSFunctor
  interface Answer extends JSObject {
    void accept(int status, String body);
  }
}
