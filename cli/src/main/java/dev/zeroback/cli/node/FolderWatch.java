package dev.zeroback.cli.node;

import dev.zeroback.cli.platform.FileException;
import dev.zeroback.cli.platform.Paths;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.teavm.jso.JSObject;

/**
 * Tells what changes in a folder and below it, except in what is hidden by a dot or installed.
 *
 * <p>On Linux, Node watches a tree file by file: one that was replaced, as many editors and Git do,
 * is never heard of again. A folder tells what becomes of each of its names: so each folder has a
 * watch there, which is renewed when another folder takes its name. Elsewhere the system watches
 * whole trees.
 */
final class FolderWatch {
  private static final int POLL_MILLIS = 200;

  /** What the CLI writes by itself, which counts only when it is removed. */
  private static final String GENERATED = "_generated";

  private record Watch(JSObject watcher) {}

  private final NodeFileSystem files = new NodeFileSystem();
  private final boolean treesAreWatched = NodeFs.watchesTrees();
  private final String root;
  private final Runnable onChange;

  /** By the path of the folder. */
  private final Map<String, Watch> watches = new HashMap<>();

  /** What the root was like when it was looked at last. */
  private String rootIdentity = "";

  FolderWatch(String root, Runnable onChange) {
    this.root = root;
    this.onChange = onChange;
  }

  /** The root's own name is in a folder that is not watched: whether it is replaced is polled. */
  void start() {
    rootIdentity = NodeFs.identity(root);
    renew(root);
    NodeProcess.every(this::lookAtRoot, POLL_MILLIS);
  }

  /** One that went and came back between two looks has lost its watch, and is what it was. */
  private void lookAtRoot() {
    String now = NodeFs.identity(root);
    if (!now.equals(rootIdentity) || files.isDirectory(root) != watches.containsKey(root)) {
      rootIdentity = now;
      renew(root);
      onChange.run();
    }
  }

  private void changed(String folder, boolean isNaming, String name) {
    String path = name == null ? folder : folder + "/" + name.replace('\\', '/');
    boolean isLeftAlone = isLeftAlone(path.substring(root.length()));
    if (isNaming && !isLeftAlone) {
      renew(path);
      // A folder that is removed or moved says so itself, with its own name.
      if (Paths.name(folder).equals(name)) {
        renew(folder);
      }
    }
    if (isGenerated(path) ? isNaming && !files.exists(path) : !isLeftAlone) {
      onChange.run();
    }
  }

  /** Watches what is a folder now, and nothing else that had its path before. */
  private void renew(String path) {
    if (treesAreWatched && !path.equals(root)) {
      return;
    }
    for (String watched : List.copyOf(watches.keySet())) {
      if (watched.equals(path) || watched.startsWith(path + "/")) {
        NodeFs.close(watches.remove(watched).watcher());
      }
    }
    watchTree(path);
  }

  /** What comes into a folder while it is listed is told by its watch, which is there before. */
  private void watchTree(String folder) {
    if (!files.isDirectory(folder)) {
      return;
    }
    try {
      JSObject watcher =
          NodeFs.watch(
              folder,
              NodeFs.recursive(treesAreWatched),
              (kind, name) -> changed(folder, kind.equals("rename"), name));
      NodeFs.onError(watcher, () -> renew(folder));
      Watch before = watches.put(folder, new Watch(watcher));
      if (before != null) {
        NodeFs.close(before.watcher());
      }
      if (!treesAreWatched) {
        for (String name : files.entries(folder)) {
          if (!isLeftAlone("/" + name)) {
            watchTree(folder + "/" + name);
          }
        }
      }
    } catch (RuntimeException e) {
      // The folder above tells of one that has gone meanwhile.
      if (files.isDirectory(folder)) {
        throw new FileException("Cannot watch " + folder + ": " + reason(e.getMessage()), e);
      }
    }
  }

  private static String reason(String message) {
    return message.contains("ENOSPC")
        ? message
            + "\nThe system's limit of watched folders is reached. Raise it: sudo sysctl"
            + " fs.inotify.max_user_watches=524288"
        : message;
  }

  private boolean isGenerated(String path) {
    String generated = root + "/" + GENERATED;
    return path.equals(generated) || path.startsWith(generated + "/");
  }

  /** As where functions are looked for: hidden folders hold what tools write, this one too. */
  private static boolean isLeftAlone(String path) {
    return path.contains("/.") || (path + "/").contains("/node_modules/");
  }
}
