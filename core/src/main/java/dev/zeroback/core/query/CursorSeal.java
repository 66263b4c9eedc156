package dev.zeroback.core.query;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Entropy;
import dev.zeroback.core.port.Natives;
import dev.zeroback.core.port.SqlStorage;
import dev.zeroback.core.storage.MetaTable;

/**
 * Makes cursors of positions, and positions of cursors. A cursor begins with a hash over a secret
 * of the object, the query and the position, so that a damaged one and one of another query are
 * told from good ones. What a cursor may reach does not rest on the hash: positions are clamped to
 * the query's own range.
 */
final class CursorSeal {
  private static final int HASH_LENGTH = 16;
  private static final int SECRET_WORDS = 5;
  private static final int SECRET_WORD_BITS = 26;

  private final MetaTable meta;
  private final Natives natives;
  private final Entropy entropy;

  /** {@code null} until the first cursor. */
  private String secret;

  CursorSeal(SqlStorage sql, Natives natives, Entropy entropy) {
    this.meta = new MetaTable(sql);
    this.natives = natives;
    this.entropy = entropy;
  }

  /**
   * @param query what tells the query from all others, its arguments included
   */
  String seal(String query, String position) {
    return hash(query, position).concat(position);
  }

  /**
   * @throws ZerobackException {@link ErrorCode#INVALID_CURSOR} when the cursor was not sealed for
   *     {@code query} by this object
   */
  String open(String query, String cursor) {
    String position = cursor.length() < HASH_LENGTH ? "" : cursor.substring(HASH_LENGTH);
    if (position.isEmpty() || !cursor.startsWith(hash(query, position))) {
      throw new ZerobackException(
          ErrorCode.INVALID_CURSOR,
          "The cursor does not belong to this query; pass the continueCursor of the page before,"
              + " with the same table, index, range, filter and order, or null for the first"
              + " page.");
    }
    return position;
  }

  private String hash(String query, String position) {
    if (secret == null) {
      secret = storedSecret();
    }
    return natives.hash(
        secret.concat("\n").concat(query).concat("\n").concat(position).concat(secret));
  }

  private String storedSecret() {
    String stored = meta.get("cursor_secret");
    if (stored != null) {
      return stored;
    }
    String made = "";
    for (int i = 0; i < SECRET_WORDS; i++) {
      made = made.concat(Integer.toHexString(entropy.nextBits(SECRET_WORD_BITS))).concat(".");
    }
    meta.set("cursor_secret", made);
    return made;
  }
}
