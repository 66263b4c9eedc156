package dev.zeroback.core.query;

import dev.zeroback.core.error.ErrorCode;
import dev.zeroback.core.error.ZerobackException;
import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.Docs;
import dev.zeroback.core.port.SqlStorage;
import dev.zeroback.core.port.TextBuffer;
import dev.zeroback.core.value.FieldPath;
import dev.zeroback.core.value.ValueOrder;
import java.util.ArrayList;

/**
 * A field that equals one of many texts or ordinary numbers. They are bound as one JSON array: a
 * statement has few parameters, and its text does not depend on their number.
 */
final class Membership implements Filter {
  /** So many UTF-16 units fit an SQL value of 2 MB, whatever they are. */
  private static final int MOST_TEXT = 600_000;

  private final FieldPath path;
  private final FieldSql field;
  private final ArrayList<Doc> values;
  private final String json;

  /**
   * @param values all of one kind
   */
  Membership(FieldPath path, ArrayList<Doc> values, Docs docs) {
    this.path = path;
    this.field = new FieldSql(path);
    this.values = values;
    Docs.ArrayBuilder list = docs.array();
    for (Doc value : values) {
      // JSON has no -0.
      list.add(value.kind() == Doc.NUMBER && value.number() == 0 ? docs.of(0) : value);
    }
    json = docs.stringify(list.build());
    if (json.length() > MOST_TEXT) {
      throw new ZerobackException(
          ErrorCode.TOO_LARGE,
          "The filter compares field \""
              + path.text()
              + "\" with too many values: their text is longer than 600,000 characters. Ask for"
              + " them in several queries.");
    }
  }

  @Override
  public boolean matches(Doc document) {
    Doc actual = path.read(document);
    for (Doc value : values) {
      if (ValueOrder.equal(actual, value)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void appendSql(TextBuffer out) {
    int kind = values.get(0).kind();
    out.append("(");
    field.appendRank(out);
    out.append(" = ");
    out.append(Integer.toString(kind));
    out.append(" AND coalesce(");
    field.appendPayload(out, kind);
    out.append(" IN (SELECT value FROM json_each(?)), 0))");
  }

  @Override
  public int bind(SqlStorage.Statement statement) {
    statement.bind(json);
    return 1;
  }
}
