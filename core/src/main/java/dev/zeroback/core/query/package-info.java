/**
 * Queries: a description as data is checked and planned once per shape, compiled to SQL with bound values, and run over
 * the committed rows merged with a transaction's pending writes. May import storage and everything below.
 */
package dev.zeroback.core.query;
