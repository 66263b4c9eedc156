package dev.zeroback.cli.platform;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Arithmetic on absolute paths separated by {@code /}, a Windows drive letter allowed. */
public final class Paths {
  private Paths() {}

  /** Resolves {@code path}, which may be absolute, against {@code base}. */
  public static String resolve(String base, String path) {
    String slashed = path.replace('\\', '/');
    return normalize(isAbsolute(slashed) ? slashed : base.replace('\\', '/') + "/" + slashed);
  }

  public static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash <= 0 ? "/" : path.substring(0, slash);
  }

  public static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /**
   * Returns the path of {@code target} seen from the folder {@code from}, without a leading {@code
   * ./}.
   */
  public static String relative(String from, String target) {
    List<String> start = segments(from);
    List<String> end = segments(target);
    int shared = 0;
    while (shared < start.size()
        && shared < end.size()
        && start.get(shared).equals(end.get(shared))) {
      shared++;
    }
    List<String> result = new ArrayList<>();
    for (int i = shared; i < start.size(); i++) {
      result.add("..");
    }
    result.addAll(end.subList(shared, end.size()));
    return result.isEmpty() ? "." : String.join("/", result);
  }

  private static boolean isAbsolute(String path) {
    return path.startsWith("/") || path.length() > 2 && path.charAt(1) == ':';
  }

  private static String normalize(String path) {
    String joined = String.join("/", segments(path));
    return path.startsWith("/") ? "/" + joined : joined;
  }

  private static List<String> segments(String path) {
    Deque<String> kept = new ArrayDeque<>();
    int start = 0;
    while (start <= path.length()) {
      int slash = path.indexOf('/', start);
      int end = slash < 0 ? path.length() : slash;
      String segment = path.substring(start, end);
      if (segment.equals("..")) {
        kept.pollLast();
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        kept.addLast(segment);
      }
      start = end + 1;
    }
    return List.copyOf(kept);
  }
}
