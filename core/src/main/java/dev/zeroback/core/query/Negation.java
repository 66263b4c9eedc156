package dev.zeroback.core.query;

import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.SqlStorage;
import dev.zeroback.core.port.TextBuffer;

/** The opposite of a condition. */
final class Negation implements Filter {
  private final Filter part;

  Negation(Filter part) {
    this.part = part;
  }

  Filter part() {
    return part;
  }

  @Override
  public boolean matches(Doc document) {
    return !part.matches(document);
  }

  @Override
  public void appendSql(TextBuffer out) {
    out.append("NOT ");
    part.appendSql(out);
  }

  @Override
  public int bind(SqlStorage.Statement statement) {
    return part.bind(statement);
  }
}
