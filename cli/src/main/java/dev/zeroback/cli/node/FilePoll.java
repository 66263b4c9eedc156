package dev.zeroback.cli.node;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells when one of some files changes, comes or goes.
 *
 * <p>What a file is like is known from the moment in which it is named. Node's own {@code
 * watchFile} finds it out later, and what changes until then is never told: on a busy machine that
 * is long.
 */
final class FilePoll {
  private static final int POLL_MILLIS = 200;

  private final Map<String, String> stamps = new HashMap<>();
  private Runnable onChange = () -> {};
  private boolean polls;

  /** Looks at these files from now on, and at no others. */
  void watch(List<String> paths, Runnable whenChanged) {
    stamps.keySet().retainAll(paths);
    for (String path : paths) {
      if (!stamps.containsKey(path)) {
        stamps.put(path, NodeFs.stamp(path));
      }
    }
    onChange = whenChanged;
    if (!polls) {
      polls = true;
      NodeProcess.everyWhileRunning(this::look, POLL_MILLIS);
    }
  }

  private void look() {
    boolean changed = false;
    for (Map.Entry<String, String> file : stamps.entrySet()) {
      String now = NodeFs.stamp(file.getKey());
      changed |= !now.equals(file.getValue());
      file.setValue(now);
    }
    if (changed) {
      onChange.run();
    }
  }
}
