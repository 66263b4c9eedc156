package dev.zeroback.core.subscription;

import java.util.ArrayList;

/**
 * Which live queries keep their result in memory, for differences and for who subscribes next:
 * those answered last, up to {@link #BUDGET_CHARS} together.
 *
 * <p>Two generations: when the younger one has half of the budget, the older one is forgotten.
 */
public final class KeptResults {
  static final int BUDGET_CHARS = 8 * 1024 * 1024;

  /** What a query without a result costs. */
  private static final int EACH = 100;

  private ArrayList<LiveQuery> older = new ArrayList<>();
  private ArrayList<LiveQuery> younger = new ArrayList<>();
  private int generation = 1;
  private int chars;

  /** The answer of {@code query} has been delivered. */
  public void keep(LiveQuery query) {
    if (query.generation != generation) {
      query.generation = generation;
      younger.add(query);
    }
    chars += EACH + query.keptChars();
    if (isFull()) {
      for (LiveQuery old : older) {
        if (old.generation != generation && !old.isToBeTold()) {
          old.forgetResult();
        }
      }
      older = younger;
      younger = new ArrayList<>();
      generation++;
      chars = 0;
    }
  }

  /** Whether the younger generation has its half of the budget. */
  private boolean isFull() {
    return chars > BUDGET_CHARS / 2;
  }
}
