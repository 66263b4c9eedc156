package dev.zeroback.core.function;

import dev.zeroback.core.port.Doc;

/**
 * On whose behalf a run is made.
 *
 * @param claims an object of claims, or null for an anonymous caller
 * @param key canonical text of the claims but the end; equal identities have equal keys
 * @param expiresAt when the sign-in ends: Unix time in milliseconds; 0 for never
 */
public record Identity(Doc claims, String key, double expiresAt) {
  boolean hasEnded(double nowMillis) {
    return expiresAt != 0 && expiresAt <= nowMillis;
  }
}
