package dev.zeroback.cli.analysis;

import java.util.List;
import java.util.Optional;

/**
 * Everything that generated code says about a project.
 *
 * @param modules sorted by name
 * @param schema absent when there is no {@code schema.ts}
 */
public record Project(
    String functionsDirectory, List<FunctionModule> modules, Optional<SchemaModel> schema) {}
