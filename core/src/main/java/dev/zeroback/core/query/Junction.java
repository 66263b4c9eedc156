package dev.zeroback.core.query;

import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.Docs;
import dev.zeroback.core.port.SqlStorage;
import dev.zeroback.core.port.TextBuffer;
import java.util.ArrayList;

/** All, or any, of several conditions. */
final class Junction implements Filter {
  private static final int FEWEST_MEMBERS = 8;

  private final Filter[] parts;

  /** Whether all have to hold. */
  private final boolean all;

  Junction(Filter[] parts, boolean all) {
    this.parts = parts;
    this.all = all;
  }

  /**
   * The conditions joined, in few SQL parts: junctions of the same kind become one, and many
   * equalities of one field one {@link Membership}.
   */
  static Filter of(Filter[] parts, boolean all, Docs docs) {
    ArrayList<Filter> joined = new ArrayList<>();
    for (Filter part : parts) {
      if (part instanceof Junction junction && junction.all == all) {
        for (Filter inner : junction.parts) {
          joined.add(inner);
        }
      } else {
        joined.add(part);
      }
    }
    for (int i = 0; joined.size() - i >= FEWEST_MEMBERS; i++) {
      Comparison first = equality(joined.get(i), all);
      if (first != null) {
        gather(joined, i, first, all, docs);
      }
    }
    return joined.size() == 1 ? joined.get(0) : new Junction(joined.toArray(new Filter[0]), all);
  }

  /** Replaces the equalities from {@code start} that are like the first one, if they are many. */
  private static void gather(
      ArrayList<Filter> parts, int start, Comparison first, boolean all, Docs docs) {
    ArrayList<Doc> values = new ArrayList<>();
    ArrayList<Filter> rest = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      Comparison other = i < start ? null : equality(parts.get(i), all);
      if (other != null
          && other.value().kind() == first.value().kind()
          && other.equatedField().text().equals(first.equatedField().text())) {
        values.add(other.value());
      } else {
        rest.add(parts.get(i));
      }
    }
    if (values.size() >= FEWEST_MEMBERS) {
      Filter membership = new Membership(first.equatedField(), values, docs);
      rest.add(start, all ? new Negation(membership) : membership);
      parts.clear();
      parts.addAll(rest);
    }
  }

  /**
   * The equality that can be gathered with others: of alternatives themselves, of requirements what
   * is negated.
   */
  private static Comparison equality(Filter part, boolean all) {
    Filter positive =
        all && part instanceof Negation negation ? negation.part() : all ? null : part;
    return positive instanceof Comparison equality && equality.equatedField() != null
        ? equality
        : null;
  }

  @Override
  public boolean matches(Doc document) {
    for (Filter part : parts) {
      if (part.matches(document) != all) {
        return !all;
      }
    }
    return all;
  }

  @Override
  public void appendSql(TextBuffer out) {
    if (parts.length == 0) {
      out.append(all ? "1" : "0");
    } else {
      append(out, 0, parts.length);
    }
  }

  /** Appends the parts as a balanced tree: SQLite limits the depth of expressions. */
  private void append(TextBuffer out, int start, int end) {
    if (end - start == 1) {
      parts[start].appendSql(out);
      return;
    }
    int middle = (start + end) >>> 1;
    out.append("(");
    append(out, start, middle);
    out.append(all ? " AND " : " OR ");
    append(out, middle, end);
    out.append(")");
  }

  @Override
  public int bind(SqlStorage.Statement statement) {
    int bound = 0;
    for (Filter part : parts) {
      bound += part.bind(statement);
    }
    return bound;
  }
}
