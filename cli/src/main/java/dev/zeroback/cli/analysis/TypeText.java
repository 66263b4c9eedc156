package dev.zeroback.cli.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes types as TypeScript, formatted as Prettier does with two spaces and no semicolons. */
public final class TypeText {
  /** Columns of a line. */
  public static final int LINE_WIDTH = 120;

  private TypeText() {}

  /** Returns {@code type}; continued lines are indented below {@code indent}. */
  public static String of(TypeShape type, String indent) {
    if (type instanceof TypeShape.Simple simple) {
      return simple.text();
    }
    if (type instanceof TypeShape.Id id) {
      return "Id<" + quoted(id.table()) + ">";
    }
    if (type instanceof TypeShape.ListOf list) {
      String element = of(list.element(), indent);
      return list.element() instanceof TypeShape.Union ? "(" + element + ")[]" : element + "[]";
    }
    if (type instanceof TypeShape.RecordOf entries) {
      return "Record<" + of(entries.keys(), indent) + ", " + of(entries.values(), indent) + ">";
    }
    if (type instanceof TypeShape.Union union) {
      List<String> members = new ArrayList<>();
      union.members().forEach(member -> members.add(of(member, indent)));
      return members.isEmpty() ? "never" : String.join(" | ", members);
    }
    return object(((TypeShape.ObjectOf) type).fields(), indent);
  }

  /** Returns an object type with one field a line. */
  public static String object(Map<String, TypeShape.Field> fields, String indent) {
    if (fields.isEmpty()) {
      return "{}";
    }
    String inner = indent + "  ";
    StringBuilder text = new StringBuilder("{\n");
    fields.forEach((name, field) -> text.append(line(name, field, inner)).append('\n'));
    return text.append(indent).append('}').toString();
  }

  /**
   * A union that does not fit one line has one member a line. An optional field may be {@code
   * undefined}, which the server takes for absent, also where the user's {@code
   * exactOptionalPropertyTypes} tells the two apart.
   */
  private static String line(String name, TypeShape.Field field, String indent) {
    String start = indent + key(name) + (field.optional() ? "?:" : ":");
    String type = of(field.type(), indent);
    String line = start + " " + type + (field.optional() ? " | undefined" : "");
    boolean isTooLong = field.type() instanceof TypeShape.Union && line.length() > LINE_WIDTH;
    if (!isTooLong && !(field.optional() && type.contains("\n"))) {
      return line;
    }
    String separator = "\n" + indent + "  | ";
    StringBuilder members = new StringBuilder(start);
    (field.type() instanceof TypeShape.Union union ? union.members() : List.of(field.type()))
        .forEach(member -> members.append(separator).append(of(member, indent + "    ")));
    if (field.optional()) {
      members.append(separator).append("undefined");
    }
    return members.toString();
  }

  /** Returns {@code name} as a property key, quoted where it must be. */
  public static String key(String name) {
    return isIdentifier(name) ? name : quoted(name);
  }

  /** Returns the expression for a member of {@code object}. */
  public static String member(String object, String name) {
    return isIdentifier(name) ? object + "." + name : object + "[" + quoted(name) + "]";
  }

  /** Returns the type of a member of {@code object}, for which a type query takes names only. */
  public static String typeOfMember(String object, String name) {
    return isIdentifier(name)
        ? "typeof " + object + "." + name
        : "(typeof " + object + ")[" + quoted(name) + "]";
  }

  public static boolean isIdentifier(String name) {
    if (name.isEmpty() || !Character.isLetter(name.charAt(0)) && "_$".indexOf(name.charAt(0)) < 0) {
      return false;
    }
    return name.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_' || c == '$');
  }

  public static String quoted(String value) {
    StringBuilder text = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"', '\\' -> text.append('\\').append(c);
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        default -> {
          if (c < 0x20 || c == 0x2028 || c == 0x2029) {
            text.append("\\u").append(Integer.toHexString(0x10000 | c).substring(1));
          } else {
            text.append(c);
          }
        }
      }
    }
    return text.append('"').toString();
  }
}
