/**
 * What transactions and live queries read and write, and the one test of whether a write touches a
 * read.
 *
 * <p>Optimistic concurrency control and live queries ask the same question of the same types:
 * {@link dev.zeroback.core.readset.Read#overlaps}. May import schema and everything below.
 */
package dev.zeroback.core.readset;
