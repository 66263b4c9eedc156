package dev.zeroback.cli.platform;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A machine in memory on which nothing happens by itself: what the CLI asks of it is kept in lists,
 * for a test to answer. The working folder is {@code /app}.
 */
public final class FakeHost implements Host {
  /** A program that the CLI started. */
  public static final class FakeChild {
    public final String script;
    public final List<String> arguments;
    public final Consumer<String> onLine;
    public final IntConsumer onExit;
    public boolean stopped;

    FakeChild(String script, List<String> arguments, Consumer<String> onLine, IntConsumer onExit) {
      this.script = script;
      this.arguments = arguments;
      this.onLine = onLine;
      this.onExit = onExit;
    }
  }

  /** A question of the CLI and where its answer goes. */
  public record Asked<T>(String what, Consumer<T> answer) {}

  public final Map<String, String> texts = new HashMap<>();
  public final Map<String, String> environment = new HashMap<>();
  public final Map<String, String> packageFolders = new HashMap<>();
  public String nodeVersion = "20.19.0";
  public final List<String> lines = new ArrayList<>();
  public final List<FakeChild> children = new ArrayList<>();
  public final List<Asked<Bundler.Bundle>> bundles = new ArrayList<>();
  public final List<Asked<List<String>>> checks = new ArrayList<>();
  public final List<Consumer<List<String>>> givenUp = new ArrayList<>();
  public final List<Asked<HttpAnswer>> followed = new ArrayList<>();
  public final Map<String, String> claims = new HashMap<>();
  public final Set<Integer> takenPorts = new HashSet<>();
  public List<String> watched = List.of();
  public Runnable onChange = () -> {};
  public Optional<Integer> exitCode = Optional.empty();

  /** Returns the program that was started last. */
  public FakeChild child() {
    return children.get(children.size() - 1);
  }

  @Override
  public FileSystem files() {
    return new FakeFiles();
  }

  @Override
  public String inSources(String text, String directory, double atMillis) {
    return text;
  }

  @Override
  public void keepPlaces(String directory) {}

  @Override
  public Terminal terminal() {
    return new Terminal() {
      @Override
      public void print(String line) {
        lines.add(line);
      }

      @Override
      public void printError(String line) {
        lines.add(line);
      }
    };
  }

  @Override
  public ChildProcesses processes() {
    return (script, arguments, directory, environment, onLine, onExit) -> {
      FakeChild child = new FakeChild(script, arguments, onLine, onExit);
      children.add(child);
      return () -> child.stopped = true;
    };
  }

  /** Of JSON, only texts without escapes are found. */
  @Override
  public Json json() {
    return new Json() {
      @Override
      public Optional<String> object(String text) {
        return Optional.empty();
      }

      @Override
      public Optional<String> member(String object, String name) {
        return Optional.empty();
      }

      @Override
      public Optional<String> text(String object, String name) {
        Matcher found = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]*)\"").matcher(object);
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
      }
    };
  }

  @Override
  public String workingDirectory() {
    return "/app";
  }

  @Override
  public String installDirectory() {
    return "/cli";
  }

  @Override
  public Optional<String> environment(String name) {
    return Optional.ofNullable(environment.get(name));
  }

  @Override
  public String nodeVersion() {
    return nodeVersion;
  }

  @Override
  public Optional<String> packageFolder(String name, String directory) {
    return Optional.ofNullable(packageFolders.get(name + " from " + directory));
  }

  @Override
  public String randomKey() {
    return "key";
  }

  @Override
  public Bundler bundler() {
    return (beside, directory, entry, output, adder, onBundled) ->
        bundles.add(new Asked<>(entry, onBundled));
  }

  @Override
  public TypeChecker typeChecker() {
    return (library, settings, directory, onChecked) -> {
      checks.add(new Asked<>(settings, onChecked));
      return () -> givenUp.add(onChecked);
    };
  }

  @Override
  public void whenPortChecked(int port, Consumer<Boolean> free) {
    free.accept(!takenPorts.contains(port));
  }

  @Override
  public Optional<String> portHolder(int port) {
    return Optional.empty();
  }

  @Override
  public void claim(String path, Consumer<Optional<String>> onAnswer) {
    onAnswer.accept(Optional.ofNullable(claims.putIfAbsent(path, "1")));
  }

  @Override
  public void watch(String directory, Runnable onChange) {
    this.onChange = onChange;
  }

  @Override
  public void watchFiles(List<String> paths, double readMillis, Runnable onChange) {
    watched = paths;
  }

  @Override
  public void onInterrupt(Runnable stop) {}

  @Override
  public void post(
      String url,
      String json,
      Optional<String> adminKey,
      Consumer<HttpAnswer> onAnswer,
      Consumer<String> onFailure) {
    onFailure.accept("there is no network");
  }

  @Override
  public void follow(
      String url,
      Optional<String> adminKey,
      Consumer<String> onLine,
      Consumer<HttpAnswer> onRefused,
      Consumer<String> onEnd) {
    followed.add(new Asked<>(url, onRefused));
    onEnd.accept("there is no network");
  }

  @Override
  public void converse(
      String url,
      Optional<String> adminKey,
      String frame,
      Consumer<String> onFrame,
      Consumer<String> onEnd) {
    onEnd.accept("there is no network");
  }

  @Override
  public void after(int delayMillis, Runnable task) {
    task.run();
  }

  @Override
  public void exit(int code) {
    exitCode = Optional.of(code);
  }

  /** Files by path; a folder is there when a file is in it. */
  private final class FakeFiles implements FileSystem {
    @Override
    public Optional<String> readText(String path) {
      return Optional.ofNullable(texts.get(path));
    }

    @Override
    public void writeText(String path, String text) {
      texts.put(path, text);
    }

    @Override
    public void replaceText(String path, String text) {
      texts.put(path, text);
    }

    @Override
    public void writeSecret(String path, String text) {
      texts.put(path, text);
    }

    @Override
    public boolean exists(String path) {
      return texts.containsKey(path) || isDirectory(path);
    }

    @Override
    public boolean isDirectory(String path) {
      return texts.keySet().stream().anyMatch(each -> each.startsWith(path + "/"));
    }

    @Override
    public List<String> entries(String directory) {
      String prefix = directory.endsWith("/") ? directory : directory + "/";
      TreeSet<String> names = new TreeSet<>();
      for (String path : texts.keySet()) {
        if (path.startsWith(prefix)) {
          String rest = path.substring(prefix.length());
          int slash = rest.indexOf('/');
          names.add(slash < 0 ? rest : rest.substring(0, slash));
        }
      }
      return List.copyOf(names);
    }

    @Override
    public void remove(String path) {
      texts.keySet().removeIf(each -> each.equals(path) || each.startsWith(path + "/"));
    }
  }
}
