package dev.zeroback.core.engine;

import dev.zeroback.core.port.Doc;

/**
 * The deployed program as data; see "Contracts between the parts" in docs/architecture.md.
 *
 * @param schema {@code {tables: ...}}
 * @param functions registrations by name
 * @param crons recurring jobs: an array of {@code {name, function, args, everyMillis}} and {@code
 *     {name, function, args, expression}}; absent if there are none
 * @param limits {@code {resultBytes?, documentsRead?, documentsWritten?, liveQueryBytes?}}; {@code
 *     null} or absent for the defaults
 */
public record Program(Doc schema, Doc functions, Doc crons, Doc limits) {
  /** A program with the default limits. */
  public Program(Doc schema, Doc functions, Doc crons) {
    this(schema, functions, crons, null);
  }
}
