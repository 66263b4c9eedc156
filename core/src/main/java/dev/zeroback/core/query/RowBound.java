package dev.zeroback.core.query;

import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.SqlStorage;
import dev.zeroback.core.port.TextBuffer;
import dev.zeroback.core.value.DocumentId;

/** Documents whose row is before, or after, a given one. */
final class RowBound implements Filter {
  private final double rid;
  private final boolean before;

  RowBound(double rid, boolean before) {
    this.rid = rid;
    this.before = before;
  }

  @Override
  public boolean matches(Doc document) {
    double actual = DocumentId.parse(document.field("_id").string()).rid();
    return before ? actual < rid : actual > rid;
  }

  @Override
  public void appendSql(TextBuffer out) {
    out.append(before ? "(rid < ?)" : "(rid > ?)");
  }

  @Override
  public int bind(SqlStorage.Statement statement) {
    statement.bind(rid);
    return 1;
  }
}
