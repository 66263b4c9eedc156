package dev.zeroback.core.simulation;

import java.util.ArrayList;
import java.util.List;

/** What happened, an event a line. */
final class Trace {
  private final List<String> lines = new ArrayList<>();

  /**
   * @param outcome {@code null} if there is none
   */
  void add(String who, Object what, Object outcome) {
    lines.add(
        who
            + " "
            + (what instanceof String text ? text : SerialReplay.text(what))
            + (outcome == null ? "" : " -> " + SerialReplay.text(outcome)));
  }

  List<String> lines() {
    return lines;
  }
}
