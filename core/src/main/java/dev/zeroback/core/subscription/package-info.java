/**
 * Live queries: which exist, who watches them, what they have read, and which of them a commit
 * makes stale. May import function and everything below.
 */
package dev.zeroback.core.subscription;
