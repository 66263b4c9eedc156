package dev.zeroback.core.function;

import dev.zeroback.core.port.Doc;
import dev.zeroback.core.value.Keys;

/**
 * On whose behalf a run is made.
 *
 * @param claims an object of claims, or null for an anonymous caller
 * @param key canonical text of the claims, empty without claims; equal identities have equal keys
 */
public record Identity(Doc claims, String key) {
  public static Identity of(Doc claims, Keys keys) {
    return new Identity(claims, claims == null ? "" : keys.encode(claims));
  }
}
