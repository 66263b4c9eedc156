package dev.zeroback.core.engine;

import dev.zeroback.core.port.Doc;

/**
 * The deployed program as data; see "Contracts between the parts" in docs/architecture.md.
 *
 * @param schema {@code {tables: ...}}
 * @param functions registrations by name
 */
public record Program(Doc schema, Doc functions) {}
