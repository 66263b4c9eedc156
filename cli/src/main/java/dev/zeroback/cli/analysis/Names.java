package dev.zeroback.cli.analysis;

import dev.zeroback.cli.syntax.Declaration;
import dev.zeroback.cli.syntax.ExportEntry;
import dev.zeroback.cli.syntax.Expression;
import dev.zeroback.cli.syntax.Expression.Property;
import dev.zeroback.cli.syntax.ImportBinding;
import dev.zeroback.cli.syntax.Position;
import dev.zeroback.cli.syntax.SourceModule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Follows names, members, imports and re-exports to what they stand for. */
public final class Names {
  /** Chains of names longer than this are circular or not worth following. */
  private static final int MAX_STEPS = 50;

  private final ModuleGraph graph;
  private int steps;

  public Names(ModuleGraph graph) {
    this.graph = graph;
  }

  /** Returns what {@code value} stands for. A literal, call or function stands for itself. */
  public Meaning meaningOf(Located value) {
    steps = 0;
    return follow(value);
  }

  /** Returns what {@code module} exports under {@code name}; nothing when it does not. */
  public Optional<Meaning> exportOf(SourceModule module, String name) {
    steps = 0;
    return export(module, name);
  }

  /**
   * Returns {@code "query"} for a call of the server package's {@code query}; nothing for all else.
   */
  public Optional<String> calledServerFunction(Meaning meaning) {
    return meaning instanceof Meaning.Value found
            && found.value().expression() instanceof Expression.Call call
            && meaningOf(found.value().in(call.callee())) instanceof Meaning.External external
            && external.specifier().equals(ModuleGraph.SERVER)
        ? Optional.of(external.name())
        : Optional.empty();
  }

  /**
   * Returns every name that {@code module} exports, {@code export *} included, with the place that
   * exports it.
   */
  public Map<String, Position> exportedNames(SourceModule module) {
    Map<String, Position> names = new TreeMap<>();
    collectNames(module, names, new ArrayList<>());
    return names;
  }

  private void collectNames(
      SourceModule module, Map<String, Position> names, List<SourceModule> seen) {
    if (seen.contains(module)) {
      return;
    }
    seen.add(module);
    for (ExportEntry entry : module.exports()) {
      if (entry instanceof ExportEntry.Local local && !local.typeOnly()) {
        names.putIfAbsent(local.exported(), local.position());
      } else if (entry instanceof ExportEntry.Indirect indirect && !indirect.typeOnly()) {
        names.putIfAbsent(indirect.exported(), indirect.position());
      } else if (entry instanceof ExportEntry.DefaultValue value) {
        names.putIfAbsent("default", value.position());
      }
    }
    for (ExportEntry entry : module.exports()) {
      if (entry instanceof ExportEntry.All all && !all.typeOnly()) {
        Map<String, Position> starred = new TreeMap<>();
        graph
            .follow(module, all.specifier())
            .ifPresent(target -> collectNames(target, starred, seen));
        starred.remove("default");
        starred.keySet().forEach(name -> names.putIfAbsent(name, all.position()));
      }
    }
  }

  private Meaning follow(Located value) {
    if (++steps > MAX_STEPS) {
      return new Meaning.Unknown();
    }
    Expression expression = value.expression();
    if (expression instanceof Expression.Name name) {
      return local(value.module(), name.name());
    }
    if (expression instanceof Expression.Member member) {
      return member(follow(value.in(member.target())), member.name());
    }
    return expression instanceof Expression.Opaque
        ? new Meaning.Unknown()
        : new Meaning.Value(value);
  }

  private Meaning member(Meaning target, String name) {
    if (target instanceof Meaning.Namespace namespace) {
      return export(namespace.module(), name).orElseGet(Meaning.Unknown::new);
    }
    if (target instanceof Meaning.ExternalNamespace namespace) {
      return new Meaning.External(namespace.specifier(), name);
    }
    if (target instanceof Meaning.External external) {
      return new Meaning.External(external.specifier(), external.name() + "." + name);
    }
    if (target instanceof Meaning.Value value
        && value.value().expression() instanceof Expression.ObjectLiteral object) {
      Optional<Expression> property = propertyOf(object, name);
      return property.isPresent()
          ? follow(value.value().in(property.get()))
          : new Meaning.Unknown();
    }
    return new Meaning.Unknown();
  }

  /**
   * Returns the value written for {@code key}, unless a spread or a computed key may give another
   * one.
   */
  private static Optional<Expression> propertyOf(Expression.ObjectLiteral object, String key) {
    Expression found = null;
    for (Property property : object.properties()) {
      if (!(property instanceof Property.Entry entry)) {
        return Optional.empty();
      }
      if (entry.key().equals(key)) {
        found = entry.value();
      }
    }
    return Optional.ofNullable(found);
  }

  private Meaning local(SourceModule module, String name) {
    Declaration declaration = module.declarations().get(name);
    if (declaration instanceof Declaration.Constant constant) {
      return follow(new Located(module, constant.value()));
    }
    if (declaration instanceof Declaration.Plain) {
      return new Meaning.Plain();
    }
    Optional<ImportBinding> binding = module.importOf(name);
    if (binding.isPresent()) {
      return imported(module, binding.get());
    }
    return declaration instanceof Declaration.TypeDeclaration
        ? new Meaning.TypeOnly()
        : new Meaning.Unknown();
  }

  private Meaning imported(SourceModule module, ImportBinding binding) {
    return binding.typeOnly()
        ? new Meaning.TypeOnly()
        : from(module, binding.specifier(), binding.imported());
  }

  private Meaning from(SourceModule module, String specifier, String imported) {
    boolean whole = imported.equals(ImportBinding.NAMESPACE);
    Optional<SourceModule> target = graph.follow(module, specifier);
    if (target.isPresent()) {
      return whole
          ? new Meaning.Namespace(target.get())
          : export(target.get(), imported).orElseGet(Meaning.Unknown::new);
    }
    if (!graph.isServer(module, specifier) && specifier.startsWith(".")) {
      return new Meaning.Unknown();
    }
    String name = graph.isServer(module, specifier) ? ModuleGraph.SERVER : specifier;
    return whole ? new Meaning.ExternalNamespace(name) : new Meaning.External(name, imported);
  }

  private Optional<Meaning> export(SourceModule module, String name) {
    if (++steps > MAX_STEPS) {
      return Optional.of(new Meaning.Unknown());
    }
    for (ExportEntry entry : module.exports()) {
      if (entry instanceof ExportEntry.Local local && local.exported().equals(name)) {
        return Optional.of(
            local.typeOnly() ? new Meaning.TypeOnly() : local(module, local.local()));
      }
      if (entry instanceof ExportEntry.Indirect indirect && indirect.exported().equals(name)) {
        return Optional.of(
            indirect.typeOnly()
                ? new Meaning.TypeOnly()
                : from(module, indirect.specifier(), indirect.imported()));
      }
      if (entry instanceof ExportEntry.DefaultValue value && name.equals("default")) {
        return Optional.of(follow(new Located(module, value.value())));
      }
    }
    for (ExportEntry entry : module.exports()) {
      if (entry instanceof ExportEntry.All all && !name.equals("default")) {
        Optional<Meaning> found =
            graph.follow(module, all.specifier()).flatMap(target -> export(target, name));
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }
}
