package dev.zeroback.core.query;

import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.SqlStorage;
import dev.zeroback.core.port.TextBuffer;

/** All, or any, of several conditions. */
final class Junction implements Filter {
  private final Filter[] parts;

  /** Whether all have to hold. */
  private final boolean all;

  Junction(Filter[] parts, boolean all) {
    this.parts = parts;
    this.all = all;
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
      return;
    }
    out.append("(");
    for (int i = 0; i < parts.length; i++) {
      if (i > 0) {
        out.append(all ? " AND " : " OR ");
      }
      parts[i].appendSql(out);
    }
    out.append(")");
  }

  @Override
  public void bind(SqlStorage.Statement statement) {
    for (Filter part : parts) {
      part.bind(statement);
    }
  }
}
