package dev.zeroback.core.subscription;

import dev.zeroback.core.readset.KeyRange;
import java.util.ArrayList;

/**
 * The key ranges that live queries have read in one index of one table; finds those that contain a
 * position.
 *
 * <p>A treap ordered by start position in which each node knows the largest end below it. Insertion
 * and removal take O(log n) expected, a search O((k + 1) log n) for k ranges found.
 *
 * <p>What is added waits beside the tree, where a search looks through it and takes some of it
 * over: no search has to bear that thousands have been added before it.
 *
 * @see <a href="https://doi.org/10.1007/BF01940876">Seidel and Aragon, Randomized Search Trees</a>
 */
final class IntervalIndex {
  /** Receives what a search finds. */
  interface Visitor {
    void visit(RangeEntry entry);
  }

  /** So many are taken into the tree by one search. */
  private static final int MOST_AT_ONCE = 500;

  private RangeEntry root;

  /** What is not in the tree yet. */
  private final ArrayList<RangeEntry> added = new ArrayList<>();

  boolean isEmpty() {
    return root == null && added.isEmpty();
  }

  void add(RangeEntry entry) {
    entry.place = added.size();
    added.add(entry);
  }

  void remove(RangeEntry entry) {
    if (entry.place < 0) {
      root = remove(root, entry);
      return;
    }
    RangeEntry last = added.remove(added.size() - 1);
    if (last != entry) {
      added.set(entry.place, last);
      last.place = entry.place;
    }
  }

  /** Visits every range that contains the position (key, rid). */
  void stab(String key, double rid, Visitor visitor) {
    for (int i = Math.min(added.size(), MOST_AT_ONCE); i > 0; i--) {
      RangeEntry entry = added.remove(added.size() - 1);
      entry.place = -1;
      root = insert(root, entry);
    }
    stab(root, key, rid, visitor);
    for (int i = 0; i < added.size(); i++) {
      if (added.get(i).read.range.contains(key, rid)) {
        visitor.visit(added.get(i));
      }
    }
  }

  private static void stab(RangeEntry node, String key, double rid, Visitor visitor) {
    if (node == null || KeyRange.compare(node.maxEndKey, node.maxEndRid, key, rid) <= 0) {
      return;
    }
    stab(node.left, key, rid, visitor);
    KeyRange range = node.read.range;
    if (KeyRange.compare(range.startKey, range.startRid, key, rid) > 0) {
      return;
    }
    if (range.contains(key, rid)) {
      visitor.visit(node);
    }
    stab(node.right, key, rid, visitor);
  }

  private static RangeEntry insert(RangeEntry node, RangeEntry entry) {
    if (node == null) {
      entry.left = null;
      entry.right = null;
      update(entry);
      return entry;
    }
    if (order(entry, node) < 0) {
      node.left = insert(node.left, entry);
      if (node.left.priority > node.priority) {
        return rotateRight(node);
      }
    } else {
      node.right = insert(node.right, entry);
      if (node.right.priority > node.priority) {
        return rotateLeft(node);
      }
    }
    update(node);
    return node;
  }

  private static RangeEntry remove(RangeEntry node, RangeEntry entry) {
    if (node == null) {
      return null;
    }
    if (node == entry) {
      return merge(node.left, node.right);
    }
    if (order(entry, node) < 0) {
      node.left = remove(node.left, entry);
    } else {
      node.right = remove(node.right, entry);
    }
    update(node);
    return node;
  }

  private static RangeEntry merge(RangeEntry low, RangeEntry high) {
    if (low == null) {
      return high;
    }
    if (high == null) {
      return low;
    }
    if (low.priority > high.priority) {
      low.right = merge(low.right, high);
      update(low);
      return low;
    }
    high.left = merge(low, high.left);
    update(high);
    return high;
  }

  private static RangeEntry rotateRight(RangeEntry node) {
    RangeEntry top = node.left;
    node.left = top.right;
    top.right = node;
    update(node);
    update(top);
    return top;
  }

  private static RangeEntry rotateLeft(RangeEntry node) {
    RangeEntry top = node.right;
    node.right = top.left;
    top.left = node;
    update(node);
    update(top);
    return top;
  }

  private static int order(RangeEntry a, RangeEntry b) {
    KeyRange left = a.read.range;
    KeyRange right = b.read.range;
    int byStart = KeyRange.compare(left.startKey, left.startRid, right.startKey, right.startRid);
    return byStart != 0 ? byStart : Double.compare(a.sequence, b.sequence);
  }

  private static void update(RangeEntry node) {
    node.maxEndKey = node.read.range.endKey;
    node.maxEndRid = node.read.range.endRid;
    raise(node, node.left);
    raise(node, node.right);
  }

  private static void raise(RangeEntry node, RangeEntry child) {
    if (child != null
        && KeyRange.compare(child.maxEndKey, child.maxEndRid, node.maxEndKey, node.maxEndRid) > 0) {
      node.maxEndKey = child.maxEndKey;
      node.maxEndRid = child.maxEndRid;
    }
  }
}
