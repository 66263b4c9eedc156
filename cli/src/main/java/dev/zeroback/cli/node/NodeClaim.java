package dev.zeroback.cli.node;

import org.teavm.jso.JSBody;

/**
 * A claim to a path: a socket on which its holder listens and tells who asks its process id. When
 * the holder was killed, the file stays but nobody answers, and the next one to come removes it.
 */
final class NodeClaim {
  private NodeClaim() {}

  /**
   * Tells the process id of the holder, an empty text when it has stopped for now; {@code null}
   * when this process has become it, or when sockets cannot lie at {@code path}. The path is
   * shortened because the system allows a hundred bytes or so; pipes of Windows have names instead.
   */
  @JSBody(
      params = {"path", "onAnswer"},
      script =
          "var fs = process.getBuiltinModule('node:fs');"
              + "var net = process.getBuiltinModule('node:net');"
              + "var paths = process.getBuiltinModule('node:path');"
              + "var place = process.platform === 'win32'"
              + "  ? '\\\\\\\\.\\\\pipe\\\\' + path.replace(/[:\\\\/]/g, '-')"
              + "  : paths.relative(process.cwd(), path);"
              + "function remove() { fs.rmSync(path, { force: true }) }"
              + "function take(again) {"
              + "  var server = net.createServer(function(asking) {"
              + "    asking.on('error', function() {}).end(String(process.pid)) });"
              + "  server.once('error', function(error) {"
              + "    if (error.code === 'EADDRINUSE') ask(again); else onAnswer(null) });"
              + "  server.listen(place, function() {"
              + "    process.once('exit', remove); server.unref(); onAnswer(null) }) }"
              + "function ask(again) {"
              + "  var holder = '';"
              + "  var asking = net.connect(place).setEncoding('utf8');"
              + "  asking.on('data', function(text) { holder += text });"
              + "  asking.once('close', function(failed) { if (!failed) onAnswer(holder) });"
              + "  asking.on('end', asking.destroy).setTimeout(1000, asking.destroy);"
              + "  asking.once('error', function() {"
              + "    if (again) onAnswer(null); else { remove(); take(true) } }) }"
              + "try { fs.mkdirSync(paths.dirname(path), { recursive: true }) } catch (error) {}"
              + "take(false)")
  static native void take(String path, NodeProcess.Text onAnswer);
}
