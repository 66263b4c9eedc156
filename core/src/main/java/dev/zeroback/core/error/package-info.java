/** Coded errors: what callers can tell apart. May import port. */
package dev.zeroback.core.error;
