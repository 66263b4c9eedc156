/**
 * Transactions: a snapshot, buffered writes, reads that see them, the conflict check and the atomic
 * commit.
 *
 * <p>There is one version of the data. A transaction stays a snapshot because each operation first
 * checks what it has read against the commits since; see {@link
 * dev.zeroback.core.transaction.Transaction}. May import query, storage and everything below.
 */
package dev.zeroback.core.transaction;
