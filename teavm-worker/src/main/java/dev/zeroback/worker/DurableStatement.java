package dev.zeroback.worker;

import dev.zeroback.core.port.SqlStorage;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSString;

/** One constant SQL text, kept as the native string under which the database caches its plan. */
final class DurableStatement implements SqlStorage.Statement {
  private final Host host;
  private final JSString text;
  private JSObject bindings = Js.newArray();

  DurableStatement(Host host, JSString text) {
    this.host = host;
    this.text = text;
  }

  @Override
  public SqlStorage.Statement bind(String value) {
    Js.push(bindings, value);
    return this;
  }

  @Override
  public SqlStorage.Statement bind(double value) {
    Js.push(bindings, value);
    return this;
  }

  @Override
  public SqlStorage.Rows query() {
    return new DurableRows(host, execute());
  }

  @Override
  public void run() {
    execute();
  }

  private JSObject execute() {
    try {
      return host.sql(text, bindings);
    } catch (RuntimeException failure) {
      throw DurableSql.refused(failure);
    } finally {
      Js.clear(bindings);
    }
  }
}
