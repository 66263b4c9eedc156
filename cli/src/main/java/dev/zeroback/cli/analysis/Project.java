package dev.zeroback.cli.analysis;

import dev.zeroback.cli.syntax.SourceModule;
import java.util.List;
import java.util.Optional;

/**
 * Everything that generated code and checks need of a project.
 *
 * @param modules sorted by name
 * @param schema absent when there is no readable {@code schema.ts}
 * @param sources every file that was read, {@code schema.ts} and imported files included
 * @param names follows the names in the modules
 */
public record Project(
    String functionsDirectory,
    List<FunctionModule> modules,
    Optional<SchemaModel> schema,
    List<SourceModule> sources,
    Names names) {}
