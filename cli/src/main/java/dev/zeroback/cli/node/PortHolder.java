package dev.zeroback.cli.node;

import dev.zeroback.cli.platform.Lines;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.teavm.jso.JSBody;

/** Finds out which program listens on a port: from {@code /proc} on Linux, else from lsof. */
final class PortHolder {
  private static final String LISTENING = "0A";
  private static final int LOCAL_ADDRESS = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;

  private PortHolder() {}

  static Optional<String> of(int port) {
    NodeFileSystem files = new NodeFileSystem();
    return files.exists("/proc/net/tcp") ? fromProc(files, port) : fromLsof(port);
  }

  private static Optional<String> fromProc(NodeFileSystem files, int port) {
    List<String> sockets = new ArrayList<>();
    for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      for (String line : Lines.of(files.readText(table).orElse(""))) {
        List<String> columns = columns(line);
        if (columns.size() > INODE
            && columns.get(STATE).equals(LISTENING)
            && columns.get(LOCAL_ADDRESS).endsWith(":" + hexadecimal(port))) {
          sockets.add("socket:[" + columns.get(INODE) + "]");
        }
      }
    }
    for (String process : sockets.isEmpty() ? List.<String>of() : files.entries("/proc")) {
      if (Character.isDigit(process.charAt(0)) && holdsOne(process, sockets)) {
        String name = files.readText("/proc/" + process + "/comm").orElse("a program").trim();
        return Optional.of(name + " (process " + process + ")");
      }
    }
    return Optional.empty();
  }

  /** Tells whether a process has one of the sockets open; what it hides from us does not count. */
  private static boolean holdsOne(String process, List<String> sockets) {
    for (String target : openFiles("/proc/" + process + "/fd")) {
      if (sockets.contains(target)) {
        return true;
      }
    }
    return false;
  }

  private static List<String> columns(String line) {
    List<String> columns = new ArrayList<>();
    String rest = line.trim();
    while (!rest.isEmpty()) {
      int end = rest.indexOf(' ');
      columns.add(end < 0 ? rest : rest.substring(0, end));
      rest = end < 0 ? "" : rest.substring(end).trim();
    }
    return columns;
  }

  /** Returns four digits. */
  private static String hexadecimal(int port) {
    return Integer.toHexString(0x10000 + port).substring(1).toUpperCase(Locale.ROOT);
  }

  private static Optional<String> fromLsof(int port) {
    String process = "";
    for (String line : lsof(port)) {
      if (line.startsWith("p")) {
        process = line.substring(1);
      } else if (line.startsWith("c")) {
        return Optional.of(line.substring(1) + " (process " + process + ")");
      }
    }
    return Optional.empty();
  }

  /** Files come and go, and those of other users are hidden: both are left out. */
  @JSBody(
      params = "folder",
      script =
          "var fs = process.getBuiltinModule('node:fs');"
              + "try { var names = fs.readdirSync(folder) } catch (error) { return [] }"
              + "return names.map(function(name) {"
              + "  try { return fs.readlinkSync(folder + '/' + name) } catch (error) { return '' } })")
  private static native String[] openFiles(String folder);

  /** Returns lines such as {@code p12} and {@code cnode}; none where there is no lsof. */
  @JSBody(
      params = "port",
      script =
          "var result = process.getBuiltinModule('node:child_process').spawnSync('lsof',"
              + "  ['-nP', '-iTCP:' + port, '-sTCP:LISTEN', '-Fpc'], { encoding: 'utf8' });"
              + "return (result.stdout || '').split('\\n')")
  private static native String[] lsof(int port);
}
