package dev.zeroback.core.transaction;

import dev.zeroback.core.readset.WriteSet;

/**
 * One committed transaction.
 *
 * @param ts commit timestamp: microseconds of Unix time or a little more, strictly increasing, a
 *     whole number
 */
public record Commit(double ts, WriteSet writes) {}
