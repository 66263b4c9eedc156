/**
 * User functions: which exist, the check of their arguments and results, and runs from start to
 * commit, with retries on conflict. May import transaction and everything below.
 */
package dev.zeroback.core.function;
