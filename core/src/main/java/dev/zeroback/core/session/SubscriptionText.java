package dev.zeroback.core.session;

import dev.zeroback.core.port.Docs;
import dev.zeroback.core.subscription.LiveQuery;

/** How a subscription is stored: {@link SessionStore} has the form. */
final class SubscriptionText {
  private final Docs docs;
  private final ReadSetText readSets;

  SubscriptionText(Docs docs, ReadSetText readSets) {
    this.docs = docs;
    this.readSets = readSets;
  }

  /** The beginning of a stored subscription, without what changes. */
  String descriptor(Subscription subscription) {
    if (subscription.descriptor() == null) {
      LiveQuery query = subscription.query();
      subscription.describe(
          ReadSetText.oneByte(
              "["
                  .concat(subscription.quotedId())
                  .concat(",")
                  .concat(docs.stringify(docs.of(query.function().name())))
                  .concat(",")
                  .concat(docs.stringify(query.args()))));
    }
    return subscription.descriptor();
  }

  /** Whether the client has the answer that the known reads have led to. */
  static boolean isKnown(Subscription subscription) {
    LiveQuery query = subscription.query();
    return !query.isInDoubt()
        && subscription.wasAnswered()
        && (query.answerHash() == null || query.answerHash().equals(subscription.sentHash()));
  }

  /** What the subscription reads as text of at most {@code room} characters, if it is known. */
  String reads(Subscription subscription, int room) {
    LiveQuery query = subscription.query();
    if (!isKnown(subscription)) {
      return null;
    }
    String text = query.storedReads();
    if (text == null) {
      text = readSets.encode(query.reads(), SessionStore.READS_CHARS);
      query.keepStoredReads(text);
    }
    return text == null || text.length() <= room ? text : readSets.encode(query.reads(), room);
  }

  String of(Subscription subscription, String hash, String reads) {
    String text =
        descriptor(subscription)
            .concat(hash == null || hash.isEmpty() ? ",0" : ",\"".concat(hash).concat("\""))
            .concat(subscription.query().identity() == null ? ",0" : ",1");
    return (reads == null ? text : text.concat(",").concat(reads)).concat("]");
  }
}
