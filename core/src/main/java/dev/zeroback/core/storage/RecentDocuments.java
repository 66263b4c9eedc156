package dev.zeroback.core.storage;

import dev.zeroback.core.port.TextMap;
import dev.zeroback.core.readset.Change;
import dev.zeroback.core.readset.Version;

/**
 * Committed documents that were read by id not long ago: the signed-in user, the counter that
 * everybody writes. To ask SQLite again takes several times as long as all else in such a read.
 *
 * <p>Two generations: when the younger one has its share of characters, the older one is forgotten.
 */
final class RecentDocuments {
  static final int GENERATION_CHARS = 1 << 20;

  /** Longer documents would push out too many others. */
  static final int MAX_CHARS = 1 << 15;

  private TextMap<Version> younger = new TextMap<>();
  private TextMap<Version> older = new TextMap<>();
  private int chars;

  /** The committed version of a document; {@code null} if it is not known. */
  Version find(String id) {
    Version version = younger.get(id);
    if (version == null) {
      version = older.get(id);
      if (version != null) {
        keep(id, version);
      }
    }
    return version;
  }

  /** The committed version of a document was read. */
  void keep(String id, Version version) {
    int length = version.text.length();
    if (length > MAX_CHARS) {
      return;
    }
    chars += length;
    if (chars > GENERATION_CHARS) {
      older = younger;
      younger = new TextMap<>();
      chars = length;
    }
    younger.put(id, version);
  }

  /** A change has been committed. */
  void follow(Change change) {
    if (change.before == null) {
      return;
    }
    String id = change.before.id();
    boolean known = find(id) != null;
    younger.remove(id);
    older.remove(id);
    if (known && change.after != null) {
      keep(id, change.after);
    }
  }
}
