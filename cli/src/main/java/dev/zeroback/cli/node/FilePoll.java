package dev.zeroback.cli.node;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells when one of some files changes, comes or goes.
 *
 * <p>What a file is like is known from the moment in which it is named, and whether it changed
 * since it was read. Node's own {@code watchFile} finds it out later, and what changes until then
 * is never told: on a busy machine that is long.
 */
final class FilePoll {
  private static final int POLL_MILLIS = 200;

  /** By how much the times of files may lag behind the clock. */
  private static final int COARSE_MILLIS = 20;

  /** The stamp of a file that is another one since it was read. */
  private static final String UNREAD = "unread";

  private final Map<String, String> stamps = new HashMap<>();
  private Runnable onChange = () -> {};
  private boolean polls;

  /**
   * Looks at these files from now on, and at no others.
   *
   * @param readMillis when the first one of them was read
   */
  void watch(List<String> paths, double readMillis, Runnable whenChanged) {
    stamps.keySet().retainAll(paths);
    for (String path : paths) {
      if (!stamps.containsKey(path)) {
        String stamp = NodeFs.stamp(path);
        boolean isRead = NodeFs.changedMillis(path) < readMillis - COARSE_MILLIS;
        stamps.put(path, isRead ? stamp : UNREAD);
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
