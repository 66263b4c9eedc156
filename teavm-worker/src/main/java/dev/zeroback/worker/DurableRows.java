package dev.zeroback.worker;

import dev.zeroback.core.port.Doc;
import dev.zeroback.core.port.SqlStorage;
import org.teavm.interop.NoSideEffects;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** Rows as the database's cursor yields them: one native array a row. */
final class DurableRows implements SqlStorage.Rows {
  private final Host host;
  private final JSObject rows;
  private JSObject row;

  DurableRows(Host host, JSObject cursor) {
    this.host = host;
    this.rows = raw(cursor);
  }

  @Override
  public boolean next() {
    row = nextRow(rows);
    return !Js.isUndefined(row);
  }

  @Override
  public boolean isNull(int column) {
    return Js.isNull(Js.at(row, column));
  }

  @Override
  public String text(int column) {
    return Js.stringAt(row, column);
  }

  @Override
  public double number(int column) {
    return Js.numberAt(row, column);
  }

  @Override
  public Doc document(int column) {
    return new JsDoc(parse(host, row, column));
  }

  @JSBody(params = "cursor", script = "return cursor.raw()")
  private static native JSObject raw(JSObject cursor);

  // The value of a finished iterator is undefined, so `done` need not be read.
  @JSBody(params = "rows", script = "return rows.next().value")
  private static native JSObject nextRow(JSObject rows);

  @JSBody(
      params = {"host", "row", "column"},
      script = "return host.parseValue(row[column])")
  @NoSideEffects
  private static native JSObject parse(Host host, JSObject row, int column);
}
