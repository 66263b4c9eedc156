package dev.zeroback.core.session;

import java.util.ArrayList;

/**
 * Where the subscriptions of a session are stored, and which of it is outdated: so that a change
 * costs the same with ten subscriptions and with ten thousand.
 */
final class StoredState {
  /** Room in the attachment for the hashes of subscriptions that are in the table. */
  static final int HASHES_CHARS = 3_000;

  /** A hash with quotation marks, colon and comma. */
  private static final int HASH_CHARS = 20;

  /** The subscriptions in the attachment, in the order in which they came. */
  final ArrayList<Subscription> attached = new ArrayList<>();

  /** Of those in the table, the ones whose hashes have room in the attachment. */
  final ArrayList<Subscription> hashed = new ArrayList<>();

  /** Characters of the attachment that the subscriptions in it need; -1 while not known. */
  int attachedChars;

  /**
   * Characters of all subscriptions as they are stored, without what changes; -1 while not known.
   */
  int describedChars;

  /** The claims as text; {@code null} until they are stored. */
  String claims;

  private ArrayList<Subscription> outdated = new ArrayList<>();
  private int hashesChars;
  private boolean current;

  boolean isCurrent() {
    return current;
  }

  /** Something of the session itself has changed. */
  void changed() {
    current = false;
  }

  /** What a subscription shows or reads has changed. */
  void changed(Subscription subscription) {
    current = false;
    if (subscription.isOverflowing() && !subscription.isOutdated()) {
      subscription.outdate(true);
      outdated.add(subscription);
    }
  }

  /** Everything is stored as it is. */
  void stored() {
    current = true;
  }

  /** The subscriptions whose rows may have to be written; none after that. */
  ArrayList<Subscription> takeOutdated() {
    ArrayList<Subscription> taken = outdated;
    if (!taken.isEmpty()) {
      outdated = new ArrayList<>();
      for (Subscription subscription : taken) {
        subscription.outdate(false);
      }
    }
    return taken;
  }

  /** Keeps room for the hash of a subscription in the table, if there is some left. */
  void keepHash(Subscription subscription) {
    int needed = subscription.storedId().length() + HASH_CHARS;
    if (hashesChars + needed <= HASHES_CHARS) {
      hashesChars += needed;
      hashed.add(subscription);
    }
  }

  void remove(Subscription subscription) {
    attached.remove(subscription);
    outdated.remove(subscription);
    if (hashed.remove(subscription)) {
      hashesChars -= subscription.storedId().length() + HASH_CHARS;
    }
  }
}
