package dev.zeroback.worker;

import dev.zeroback.core.port.SqlStorage;
import org.teavm.jso.JSExceptions;
import org.teavm.jso.core.JSString;

/** The SQLite database of the Durable Object. */
final class DurableSql implements SqlStorage {
  private final Host host;

  DurableSql(Host host) {
    this.host = host;
  }

  @Override
  public Statement prepare(String sql) {
    return new DurableStatement(host, JSString.valueOf(sql));
  }

  @Override
  public void transaction(Runnable body) {
    TransactionBody run = new TransactionBody(body);
    try {
      host.transaction(run::run);
    } catch (RuntimeException failure) {
      // The native call may have wrapped what the body threw.
      throw run.failure != null ? run.failure : failure;
    }
  }

  private static final class TransactionBody {
    private final Runnable body;
    private RuntimeException failure;

    TransactionBody(Runnable body) {
      this.body = body;
    }

    void run() {
      try {
        body.run();
      } catch (RuntimeException thrown) {
        failure = thrown;
        throw thrown;
      }
    }
  }

  /** What SQLite said about a failing statement. */
  static SqlException refused(RuntimeException failure) {
    return new SqlException(Errors.message(JSExceptions.getJSException(failure)));
  }
}
