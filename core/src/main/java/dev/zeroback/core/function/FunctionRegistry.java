package dev.zeroback.core.function;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.TextMap;
import dev.zeroback.core.validator.ObjectValidator;
import dev.zeroback.core.validator.Validator;

/** The functions of the deployed program, by name. */
public final class FunctionRegistry {
  private final TextMap<UserFunction> functions = new TextMap<>();

  /**
   * Reads the registrations {@code {name: {kind, visibility, args, returns?}}}.
   *
   * @throws ZerobackException {@link ErrorCode#BAD_REQUEST} naming the function that is described
   *     wrongly
   */
  public static FunctionRegistry decode(Doc registrations) {
    FunctionRegistry registry = new FunctionRegistry();
    for (int i = 0; i < registrations.size(); i++) {
      String name = registrations.keyAt(i);
      registry.functions.put(name, decode(name, registrations.field(name)));
    }
    return registry;
  }

  private static UserFunction decode(String name, Doc registration) {
    FunctionKind kind = FunctionKind.of(text(registration.field("kind")));
    if (kind == null) {
      throw new ZerobackException(
          ErrorCode.BAD_REQUEST,
          "Function \""
              + name
              + "\" is neither a query, a mutation nor an action; define it with the factories of"
              + " _generated/server.");
    }
    Doc returns = registration.field("returns");
    return new UserFunction(
        name,
        kind,
        "internal".equals(text(registration.field("visibility"))),
        ObjectValidator.ofFields(registration.field("args"), name.concat(" args")),
        returns.kind() == Doc.OBJECT ? Validator.decode(returns, name.concat(" returns")) : null);
  }

  private static String text(Doc value) {
    return value.kind() == Doc.STRING ? value.string() : "";
  }

  /** The function of that name; {@code null} if there is none. */
  public UserFunction find(String name) {
    return functions.get(name);
  }

  /**
   * The function that a client may call.
   *
   * @param expected {@code null} for any kind
   * @throws ZerobackException saying why not; it never lists what exists
   */
  public UserFunction require(String name, FunctionKind expected, boolean internalAllowed) {
    UserFunction function = functions.get(name);
    if (function == null) {
      throw new ZerobackException(
          ErrorCode.NOT_FOUND,
          "Function not found: \""
              + name
              + "\". Check the name (path/module:export) and that it is deployed.");
    }
    if (function.internal() && !internalAllowed) {
      throw new ZerobackException(
          ErrorCode.FORBIDDEN,
          "Function \"" + name + "\" is internal: only the server can call it.");
    }
    if (expected != null && function.kind() != expected) {
      throw new ZerobackException(
          ErrorCode.BAD_REQUEST,
          "Function \""
              + name
              + (function.kind() == FunctionKind.ACTION ? "\" is an " : "\" is a ")
              + function.kind().label()
              + (expected == FunctionKind.ACTION ? ", not an " : ", not a ")
              + expected.label()
              + ".");
    }
    return function;
  }

  /**
   * The function that a job may run.
   *
   * @throws ZerobackException saying why not
   */
  public UserFunction requireSchedulable(String name) {
    UserFunction function = require(name, null, true);
    if (function.kind() == FunctionKind.QUERY) {
      throw new ZerobackException(
          ErrorCode.BAD_REQUEST,
          "Function \"" + name + "\" is a query; schedule a mutation or an action.");
    }
    return function;
  }
}
