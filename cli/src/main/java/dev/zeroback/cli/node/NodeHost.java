package dev.zeroback.cli.node;

import dev.zeroback.cli.platform.Bundler;
import dev.zeroback.cli.platform.ChildProcesses;
import dev.zeroback.cli.platform.FileSystem;
import dev.zeroback.cli.platform.Host;
import dev.zeroback.cli.platform.Json;
import dev.zeroback.cli.platform.Paths;
import dev.zeroback.cli.platform.Terminal;
import dev.zeroback.cli.platform.TypeChecker;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.teavm.jso.JSObject;

/** The Node process in which the CLI runs. */
final class NodeHost implements Host {
  /** Editors write a file in several steps; changes this close together count as one. */
  private static final int SETTLE_MILLIS = 50;

  private final FileSystem files = new NodeFileSystem();
  private final Terminal terminal = new NodeTerminal();
  private final ChildProcesses processes = new NodeChildProcesses();
  private final Json json = new NodeJson();
  private final Bundler bundler = new NodeBundler();
  private final TypeChecker typeChecker = new NodeTypeChecker();
  private final FilePoll filePoll = new FilePoll();
  private JSObject pendingChange;

  @Override
  public FileSystem files() {
    return files;
  }

  @Override
  public Terminal terminal() {
    return terminal;
  }

  @Override
  public ChildProcesses processes() {
    return processes;
  }

  @Override
  public Json json() {
    return json;
  }

  @Override
  public Bundler bundler() {
    return bundler;
  }

  @Override
  public TypeChecker typeChecker() {
    return typeChecker;
  }

  @Override
  public String inSources(String text, String directory, double atMillis) {
    return NodePlaces.inSources(text, directory, atMillis);
  }

  @Override
  public void keepPlaces(String directory) {
    NodePlaces.keepPlaces(directory);
  }

  @Override
  public String workingDirectory() {
    return NodeProcess.cwd().replace('\\', '/');
  }

  @Override
  public String installDirectory() {
    return Paths.parent(NodeFs.realpathSync(NodeProcess.argv()[1]).replace('\\', '/'));
  }

  @Override
  public Optional<String> environment(String name) {
    return Optional.ofNullable(NodeProcess.environment(name));
  }

  @Override
  public String nodeVersion() {
    return NodeProcess.version();
  }

  @Override
  public Optional<String> packageFolder(String name, String directory) {
    return Optional.ofNullable(NodePackages.folder(name, directory))
        .map(folder -> folder.replace('\\', '/'));
  }

  @Override
  public String randomKey() {
    return NodeProcess.randomKey();
  }

  @Override
  public void whenPortChecked(int port, Consumer<Boolean> free) {
    NodeNet.whenPortChecked(port, free);
  }

  @Override
  public Optional<String> portHolder(int port) {
    return PortHolder.of(port);
  }

  @Override
  public void claim(String path, Consumer<Optional<String>> onAnswer) {
    NodeClaim.take(path, holder -> onAnswer.accept(Optional.ofNullable(holder)));
  }

  @Override
  public void watchFiles(List<String> paths, double readMillis, Runnable onChange) {
    filePoll.watch(paths, readMillis, () -> settle(onChange));
  }

  @Override
  public void watch(String directory, Runnable onChange) {
    new FolderWatch(directory, () -> settle(onChange)).start();
  }

  private void settle(Runnable onChange) {
    if (pendingChange != null) {
      NodeProcess.cancel(pendingChange);
    }
    pendingChange =
        NodeProcess.after(
            () -> {
              pendingChange = null;
              onChange.run();
            },
            SETTLE_MILLIS);
  }

  @Override
  public void onInterrupt(Runnable stop) {
    NodeProcess.onInterrupt(stop::run);
  }

  @Override
  public void post(
      String url,
      String json,
      Optional<String> adminKey,
      Consumer<HttpAnswer> onAnswer,
      Consumer<String> onFailure) {
    NodeWeb.post(
        url,
        json,
        adminKey.orElse(null),
        (status, body) -> onAnswer.accept(new HttpAnswer(status, body)),
        onFailure::accept);
  }

  @Override
  public void follow(
      String url,
      Optional<String> adminKey,
      Consumer<String> onLine,
      Consumer<HttpAnswer> onRefused,
      Consumer<String> onEnd) {
    NodeWeb.follow(
        url,
        adminKey.orElse(null),
        onLine::accept,
        (status, body) -> onRefused.accept(new HttpAnswer(status, body)),
        onEnd::accept);
  }

  @Override
  public void converse(
      String url,
      Optional<String> adminKey,
      String frame,
      Consumer<String> onFrame,
      Consumer<String> onEnd) {
    NodeWeb.converse(url, adminKey.orElse(null), frame, onFrame::accept, onEnd::accept);
  }

  @Override
  public void after(int delayMillis, Runnable task) {
    NodeProcess.after(task::run, delayMillis);
  }

  @Override
  public void exit(int code) {
    NodeProcess.exit(code);
  }
}
