package dev.zeroback.core.function;

import dev.zeroback.core.port.Doc;

/**
 * On whose behalf a run is made.
 *
 * @param claims an object of claims, or null for an anonymous caller
 * @param key canonical text of the claims; equal identities have equal keys
 */
public record Identity(Doc claims, String key) {}
