package dev.zeroback.core.function;

import dev.zeroback.core.validator.ObjectValidator;
import dev.zeroback.core.validator.Validator;

/**
 * A registered function.
 *
 * @param name {@code path/module:export}
 * @param internal not callable by clients
 * @param returns {@code null} when results are not validated
 */
public record UserFunction(
    String name, FunctionKind kind, boolean internal, ObjectValidator args, Validator returns) {}
