package dev.zeroback.core.engine;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.readset.ReadSet;
import dev.zeroback.core.subscription.DocumentList;
import dev.zeroback.core.subscription.LiveQuery;

/**
 * What a run of a live query came to.
 *
 * @param text the result as JSON; {@code null} if there is a list or an error, or nothing at all
 * @param list the result document by document; {@code null} if it is none or not kept so
 * @param error why there is no result; {@code null} if there is one
 * @param reads what it depends on; {@code null} if on no state
 * @param ts the newest commit at which it is known to hold; 0 if it is that of no state
 */
record Answer(String text, DocumentList list, ZerobackException error, ReadSet reads, double ts) {
  /** No answer, for a reason that has nothing to do with the state of the database. */
  static Answer without(ZerobackException error) {
    return new Answer(null, null, error, null, 0);
  }

  /** An answer that is not there yet, and why. */
  static Answer unavailable(LiveQuery query, String why) {
    return without(
        new ZerobackException(
            ErrorCode.UNAVAILABLE,
            "\""
                + query.function().name()
                + "\" "
                + why
                + "; its answer follows when it is there."));
  }
}
